using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AuthServe.Grains.Links;

/// <summary>Section <c>AuthServe:Links</c>: how long the links in mail are good.</summary>
internal sealed class LinkOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AuthServe:Links";

    /// <summary>How long a link sets a new password: 5 min to 1 day. Default 1 h.</summary>
    public TimeSpan PasswordResetLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a link confirms an e-mail address: 5 min to 30 days. Default 1 day.</summary>
    public TimeSpan EmailVerificationLifetime { get; set; } = TimeSpan.FromDays(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsWithin(PasswordResetLifetime, TimeSpan.FromDays(1)))
            yield return new($"{Section}:PasswordResetLifetime must be 00:05:00 to 1.00:00:00.");
        if (!IsWithin(EmailVerificationLifetime, TimeSpan.FromDays(30)))
            yield return new($"{Section}:EmailVerificationLifetime must be 00:05:00 to 30.00:00:00.");
    }

    private static bool IsWithin(TimeSpan lifetime, TimeSpan longest) => lifetime >= TimeSpan.FromMinutes(5) && lifetime <= longest;
}

[OptionsValidator]
internal sealed partial class LinkOptionsValidator : IValidateOptions<LinkOptions>;
