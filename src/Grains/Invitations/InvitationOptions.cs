using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AuthServe.Grains.Invitations;

/// <summary>How long invitations wait. Section <c>AuthServe:Invitations</c>.</summary>
public sealed class InvitationOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AuthServe:Invitations";

    /// <summary>How long the link of an invitation is good: 1 min to 90 days. Default: 7 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true,
        ErrorMessage = Section + ":Lifetime must be 00:01:00 to 90.00:00:00.")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(7);
}

[OptionsValidator]
internal sealed partial class InvitationOptionsValidator : IValidateOptions<InvitationOptions>;
