using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.Grains.Credentials;

/// <summary>Why a sign-in is refused. Nothing here tells a wrong password from a name nobody has.</summary>
internal static class SignInFaults
{
    public static readonly Fault Invalid = new("credentials.invalid", "The user name or password is not right.");

    public static readonly Fault Busy = new(
        "sign_in.busy", "Too many passwords are being checked at the moment.", TimeSpan.FromSeconds(1));

    public static readonly Fault NotMember = new("organization.not_member", "You are not an active member of that organization.");

    public static readonly Fault NothingGranted = new(
        "scope.not_granted", "You hold none of the permissions asked for. Leave out the scope to get all that you hold.");

    /// <summary>The password is wrong; and was once too often, when a pause follows.</summary>
    public static Fault Wrong(TimeSpan pause) => pause > TimeSpan.Zero ? Invalid with { RetryAfter = pause } : Invalid;

    public static Fault Locked(TimeSpan pause) => new("credentials.locked", "Too many attempts failed. Wait before the next one.", pause);
}
