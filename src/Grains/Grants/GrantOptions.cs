using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AuthServe.Grains.Grants;

/// <summary>Section <c>AuthServe:Grants</c>: how long credentials and sessions last.</summary>
public sealed class GrantOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AuthServe:Grants";

    /// <summary>How long an authorization code is good (RFC 6749, section 4.1.2, allows 10 min). Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a pushed request waits for its browser (RFC 9126, section 2.2). Default 90 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan PushedRequestLifetime { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>How long a user may take to sign in once the browser of a pushed request is here. Default 30 min.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "02:00:00")]
    public TimeSpan SignInTime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a device waits for its user (RFC 8628, section 3.2). Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan DeviceCodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a refresh token is good when it is not used (RFC 9700, section 4.14.2). Default 14 days.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "365.00:00:00")]
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>
    /// How long after a refresh the same refresh token gets the same answer, for a client that did not receive it. Default 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RefreshGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a session with refresh tokens lasts at most. Default 90 days.</summary>
    [Range(typeof(TimeSpan), "00:15:00", "3650.00:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long a session without refresh tokens lasts: as long as any access token can. Default 12 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "12:00:00")]
    public TimeSpan OnlineSessionLifetime { get; set; } = TimeSpan.FromHours(12);
}

[OptionsValidator]
internal sealed partial class GrantOptionsValidator : IValidateOptions<GrantOptions>;
