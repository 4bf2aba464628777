using System.ComponentModel.DataAnnotations;

namespace AuthServe.Grains.SigningKeys;

/// <summary>Section <c>AuthServe:SigningKeys</c>: when keys are replaced.</summary>
public sealed class SigningKeysOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AuthServe:SigningKeys";

    /// <summary>
    /// The algorithm (RFC 7518, section 3.1) of keys made from now on: <c>ES256</c>, or <c>RS256</c> for verifiers that know no other. A ring
    /// changes over as its keys are replaced. Default ES256.
    /// </summary>
    [AllowedValues("ES256", "RS256", ErrorMessage = Section + ":Algorithm must be ES256 or RS256.")]
    public string Algorithm { get; set; } = "ES256";

    /// <summary>How long a key signs. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "3650.00:00:00")]
    public TimeSpan ActiveFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a key is published before it signs, so that every verifier has it by then. Default 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan PublishFor { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How long a key that no longer signs stays published: longer than any token lives, with clock skew. Default 1 day.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan RetainFor { get; set; } = TimeSpan.FromDays(1);
}
