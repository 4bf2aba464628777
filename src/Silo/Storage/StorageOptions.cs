using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServe.Silo.Storage;

/// <summary>Where everything durable is kept.</summary>
internal sealed class StorageOptions : IValidatableObject
{
    public const string Section = "AuthServe:Storage";
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";
    public const string Refuse = "refuse";
    public const string Serve = "serve";

    /// <summary>
    /// <c>sqlite</c> (default): a file, for one silo. <c>postgres</c>: a server (PostgreSQL 15 or later), for any number of silos.
    /// </summary>
    [AllowedValues(Sqlite, Postgres, ErrorMessage = "AuthServe:Storage:Provider must be sqlite or postgres.")]
    public string Provider { get; set; } = Sqlite;

    /// <summary>Npgsql connection string. Required on postgres, unused on sqlite.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// Folder of the database file and the key, relative to the working directory. Unused on postgres. Default <c>data</c>.
    /// </summary>
    [Required(ErrorMessage = "AuthServe:Storage:DataFolder must not be empty.")]
    public string DataFolder { get; set; } = "data";

    /// <summary>
    /// What the silos of a cluster do while none of them reaches the database, from 2 s on. <c>refuse</c> (default): they answer nothing.
    /// <c>serve</c>: they answer what they have in memory, which nobody can change meanwhile, as long as all know of each other: see
    /// docs/consistency.md. Unused on sqlite.
    /// </summary>
    [AllowedValues(Refuse, Serve, ErrorMessage = "AuthServe:Storage:Outage must be refuse or serve.")]
    public string Outage { get; set; } = Refuse;

    [MemberNotNullWhen(true, nameof(ConnectionString))]
    public bool IsPostgres => Provider == Postgres;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsPostgres) yield break;
        if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            yield return new("AuthServe:Storage:ConnectionString is required when AuthServe:Storage:Provider is postgres.");
        }
        else if (!IsConnectionString(ConnectionString))
        {
            yield return new(
                "AuthServe:Storage:ConnectionString must be an Npgsql connection string, such as Host=db;Database=authserve;Username=silo.");
        }
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is not null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return false;
        }
    }
}

[OptionsValidator]
internal sealed partial class StorageOptionsValidator : IValidateOptions<StorageOptions>;
