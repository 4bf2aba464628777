using AuthServe.Gateway.Problems;

namespace AuthServe.Gateway.Sessions;

internal static class SessionProblems
{
    public static Problem NotFound { get; } = new("session.not_found", "There is no such session, or it has ended.");
}
