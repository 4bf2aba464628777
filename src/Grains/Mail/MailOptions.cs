using System.ComponentModel.DataAnnotations;
using System.Net.Mail;
using Microsoft.Extensions.Options;

namespace AuthServe.Grains.Mail;

/// <summary>Section <c>AuthServe:Mail</c>: what mail looks like, and how long it is tried.</summary>
internal sealed class MailOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AuthServe:Mail";

    /// <summary>The gateway's setting that <see cref="LinkBase"/> follows where both are configured together.</summary>
    public const string Issuer = "AuthServe:Gateway:Issuer";

    private const string DefaultLinkBase = "http://localhost:8000";

    /// <summary>Who mail is from, such as <c>Acme &lt;no-reply@acme.example&gt;</c>. Default <c>AuthServe &lt;no-reply@localhost&gt;</c>.</summary>
    public string From { get; set; } = "AuthServe <no-reply@localhost>";

    /// <summary>
    /// The public address of this service, below which the links in mail lie: an absolute http or https URI. Default: what
    /// <c>AuthServe:Gateway:Issuer</c> says, if this process has it, or <c>http://localhost:8000</c>.
    /// </summary>
    public string? LinkBase { get; set; }

    /// <summary>
    /// Folder for mail while no SMTP server is set, relative to the working directory. Default: <c>mail</c> in
    /// <c>AuthServe:Storage:DataFolder</c>.
    /// </summary>
    public string? Folder { get; set; }

    /// <summary>The pause after the first attempt that failed; it doubles with every further one, up to 1 h; 1 s to 1 h. Default 30 s.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After how long a mail that cannot be sent is given up: 1 min to 30 days. Default 3 days.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>The address of a page below <see cref="LinkBase"/>.</summary>
    public string Address(string page) => (LinkBase ?? DefaultLinkBase).TrimEnd('/') + "/" + page;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!MailAddress.TryCreate(From, out _)) yield return new($"{Section}:From must be a mail address, such as Acme <no-reply@acme.example>.");
        if (LinkBase is { } address && !IsPublicAddress(address))
        {
            yield return new($"{Section}:LinkBase must be an absolute http or https URI without query, fragment or user.");
        }

        if (FirstPause < TimeSpan.FromSeconds(1) || FirstPause > TimeSpan.FromHours(1))
            yield return new($"{Section}:FirstPause must be 00:00:01 to 01:00:00.");
        if (GiveUpAfter < TimeSpan.FromMinutes(1) || GiveUpAfter > TimeSpan.FromDays(30))
            yield return new($"{Section}:GiveUpAfter must be 00:01:00 to 30.00:00:00.");
        if (Folder is "") yield return new($"{Section}:Folder must not be empty.");
    }

    private static bool IsPublicAddress(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri is { Query: "", Fragment: "", UserInfo: "" };
}

[OptionsValidator]
internal sealed partial class MailOptionsValidator : IValidateOptions<MailOptions>;
