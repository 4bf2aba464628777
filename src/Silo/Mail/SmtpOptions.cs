using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace AuthServe.Silo.Mail;

/// <summary>The server that mail is handed to.</summary>
internal sealed class SmtpOptions : IValidatableObject
{
    public const string Section = "AuthServe:Mail:Smtp";
    public const string NoSecurity = "none";
    public const string StartTls = "starttls";
    public const string Tls = "tls";

    /// <summary>Name or address of the server. Without it, the default, mail is written to <c>AuthServe:Mail:Folder</c>.</summary>
    public string? Host { get; set; }

    /// <summary>TCP port. Default: 587 for <c>starttls</c>, 465 for <c>tls</c>, 25 for <c>none</c>.</summary>
    public int? Port { get; set; }

    /// <summary>
    /// <c>starttls</c> (default): the connection is encrypted before anything is said (RFC 3207), or given up; <c>tls</c>: encrypted from
    /// the start (RFC 8314); <c>none</c>: readable on the way, for a server on the same machine or network.
    /// </summary>
    [AllowedValues(NoSecurity, StartTls, Tls, ErrorMessage = Section + ":Security must be none, starttls or tls.")]
    public string Security { get; set; } = StartTls;

    /// <summary>Who signs in at the server; absent when it asks nobody.</summary>
    public string? UserName { get; set; }

    /// <summary>The password of <see cref="UserName"/>.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// PEM file of the authorities that the server's certificate may come from. Default: those of the system.
    /// </summary>
    public string? CertificateAuthorities { get; set; }

    [MemberNotNullWhen(true, nameof(Host))]
    public bool IsSet => !string.IsNullOrEmpty(Host);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Port is < 1 or > ushort.MaxValue) yield return new($"{Section}:Port must be a TCP port, 1 to 65535.");
        if (string.IsNullOrEmpty(UserName) != string.IsNullOrEmpty(Password))
        {
            yield return new($"{Section}:UserName and {Section}:Password must be set together.");
        }
        else if (!string.IsNullOrEmpty(Password) && Security == NoSecurity)
        {
            yield return new($"{Section}:Password would be readable on the way: {Section}:Security must be starttls or tls with it.");
        }

        if (CertificateAuthorities is { } file && !File.Exists(file))
        {
            yield return new($"{Section}:CertificateAuthorities must name a PEM file; there is none at {file}.");
        }
    }
}

[OptionsValidator]
internal sealed partial class SmtpOptionsValidator : IValidateOptions<SmtpOptions>;
