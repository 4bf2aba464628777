using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.Grains.Sessions;

/// <summary>Why a session cannot be had.</summary>
internal static class SessionFaults
{
    public static readonly Fault Ended = new("session.ended", "The user has signed out, or the password has been changed meanwhile. Sign in again.");

    public static readonly Fault NotFound = new("session.not_found", "There is no such session, or it has ended.");
}
