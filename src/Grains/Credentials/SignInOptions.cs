using System.ComponentModel.DataAnnotations;

namespace AuthServe.Grains.Credentials;

/// <summary>Section <c>AuthServe:SignIn</c>: how guessing is slowed down.</summary>
public sealed class SignInOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AuthServe:SignIn";

    /// <summary>Attempts that may fail before the first pause. Default 5.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>The first pause; it doubles with every further failure. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause: guessing must not lock the owner out for long. Default 15 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Failures older than this are forgotten. Default 24 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan ForgetAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Passwords that may wait to be hashed on one silo; further ones are answered "busy". Default 256.</summary>
    [Range(1, 100_000)]
    public int HashingQueue { get; set; } = 256;
}
