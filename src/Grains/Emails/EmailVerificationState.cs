using AuthServe.Grains.Links;

namespace AuthServe.Grains.Emails;

/// <summary>Which address of a user is yet to be confirmed, as stored.</summary>
internal sealed record EmailVerificationState
{
    /// <summary>The newest link.</summary>
    public MailedLink? Link { get; init; }

    /// <summary>The address that is to take the place of the account's; null when none is.</summary>
    public string? NextAddress { get; init; }

    /// <summary>When a change of the address was last asked for.</summary>
    public DateTimeOffset? ChangeRequestedAt { get; init; }
}
