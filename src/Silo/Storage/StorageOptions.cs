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
