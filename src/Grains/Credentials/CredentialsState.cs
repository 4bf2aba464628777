using AuthServe.Grains.Links;

namespace AuthServe.Grains.Credentials;

/// <summary>How an account proves itself, as stored.</summary>
internal sealed record CredentialsState
{
    /// <summary>A PHC string; null for a key that stands for names nobody has.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>How often the password was set; what was begun with an older one is over.</summary>
    public long Generation { get; init; }

    /// <summary>Attempts since the last success, counted before each is evaluated.</summary>
    public int Attempts { get; init; }

    public DateTimeOffset LastAttemptAt { get; init; }

    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>The newest link that sets a new password.</summary>
    public MailedLink? Reset { get; init; }
}
