using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.Grains.Grants;

/// <summary>Why a credential of a grant is refused. The gateway turns these into the errors of OAuth.</summary>
internal static class GrantErrors
{
    public static readonly Fault Invalid = new("grant.invalid", "The credential is not valid, has run out, or was used before.");

    public static readonly Fault Pending = new("grant.pending", "The user has not decided yet.");

    public static readonly Fault SlowDown = new("grant.slow_down", "Ask again after the interval, and leave five seconds more between two requests.");

    public static readonly Fault Denied = new("grant.denied", "The user refused.");

    public static readonly Fault Expired = new("grant.expired", "The time to decide has run out. Start again.");
}
