using AuthServe.Gateway.Problems;
using AuthServe.Permissions;

namespace AuthServe.Gateway.Security;

/// <summary>The refusals of authentication and authorization, with their challenges (RFC 6750, section 3.1).</summary>
internal static class TokenProblems
{
    /// <summary>No bearer token came.</summary>
    public static Problem TokenMissing { get; } =
        new(ProblemCodes.TokenMissing, "Send an access token as bearer token in the Authorization header. POST /v1/login answers one.");

    /// <summary>The token is malformed, expired, not signed by this service or not for it.</summary>
    public static Problem TokenInvalid { get; } = new(
        ProblemCodes.TokenInvalid, "The access token is malformed, expired, or not one of this service. Sign in again.",
        Challenge: "error=\"invalid_token\"");

    /// <summary>The session is over, or the user is no longer an active member.</summary>
    public static Problem TokenRevoked { get; } = new(
        ProblemCodes.TokenRevoked, "The session of this token has ended, or its user is not an active member of the organization any more. Sign in again.",
        Challenge: "error=\"invalid_token\"");

    /// <summary>The endpoint lets nobody in.</summary>
    public static Problem Denied { get; } = new(ProblemCodes.PermissionRequired, "Nobody may call this.");

    /// <summary>The token is an app's, and this is nothing that apps do.</summary>
    public static Problem Personal { get; } = new(
        ProblemCodes.PersonalSessionRequired, "An app may not do this for its user. Use a token of POST /v1/login.");

    /// <summary>The token is not for this, whatever its user may do.</summary>
    public static Problem NotInScope(PermissionName permission) => new(
        ProblemCodes.PermissionRequired, $"The scope of the token does not have {permission}.",
        Challenge: $"error=\"insufficient_scope\", scope=\"{permission}\"");

    /// <summary>The user does not have it.</summary>
    public static Problem NotGranted(PermissionName permission) =>
        new(ProblemCodes.PermissionRequired, $"The user does not have {permission}.");
}
