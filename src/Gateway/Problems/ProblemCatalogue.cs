using System.Collections.Frozen;

namespace AuthServe.Gateway.Problems;

/// <summary>
/// Every refusal of the API, by the code that grains and gateway give it: the only place that says what a code is in HTTP. Each code has
/// a heading in <c>docs/problems.md</c>.
/// </summary>
public static class ProblemCatalogue
{
    /// <summary>Every code with what it is in HTTP.</summary>
    public static FrozenDictionary<string, ProblemKind> Kinds { get; } = new Dictionary<string, ProblemKind>
    {
        ["actor.forbidden"] = new(403, "You may not do this"),
        ["client.invalid"] = new(400, "The settings of the client do not fit together"),
        ["client.limit_reached"] = new(409, "There are too many clients"),
        ["client.no_owner"] = new(409, "A client is no owner"),
        ["client.no_secret"] = new(409, "This client has no secret"),
        ["client.not_found"] = new(404, "No such client"),
        ["credentials.invalid"] = new(401, "Wrong user name or password"),
        ["credentials.locked"] = new(429, "Too many failed attempts"),
        [ProblemCodes.FormRefused] = new(400, "This form cannot be used any more"),
        ["grant.exceeds_own"] = new(403, "You can only grant what you hold"),
        ["invitation.expired"] = new(410, "The invitation has run out"),
        ["invitation.limit_reached"] = new(409, "There are too many invitations"),
        ["invitation.not_found"] = new(404, "No such invitation"),
        ["invitation.used"] = new(409, "The invitation has been accepted"),
        ["invitation.void"] = new(409, "The invitation is good no more"),
        [ProblemCodes.IdempotencyInProgress] = new(409, "This request is being executed"),
        [ProblemCodes.IdempotencyKeyReused] = new(422, "This key belongs to another request"),
        [ProblemCodes.InternalError] = new(500, "Something went wrong here"),
        ["link.invalid"] = new(400, "This link is not good"),
        ["mail.busy"] = new(503, "Too much mail at once"),
        ["mail.too_soon"] = new(429, "A mail was sent a moment ago"),
        ["organization.last_owner"] = new(409, "An organization keeps an owner"),
        ["organization.not_confirmed"] = new(400, "That is not its name", Field: "confirm"),
        [ProblemCodes.OrganizationNotFound] = new(404, "No such organization"),
        ["organization.not_member"] = new(403, "Not a member of this organization"),
        ["owner.required"] = new(403, "Only an owner may do this"),
        ["permission.exists"] = new(409, "This permission exists"),
        ["permission.limit_reached"] = new(409, "The catalogue is full"),
        ["permission.not_found"] = new(404, "No such permission"),
        [ProblemCodes.PermissionRequired] = new(403, "A permission is missing"),
        ["permission.reserved"] = new(400, "This service is reserved", Field: "service"),
        ["permission.system"] = new(409, "A system permission cannot be deleted"),
        [ProblemCodes.PreconditionFailed] = new(412, "It has changed meanwhile"),
        [ProblemCodes.RateLimitExceeded] = new(429, "Too many requests"),
        [ProblemCodes.RequestInvalid] = new(400, "The request is not valid"),
        [ProblemCodes.RequestTooLarge] = new(413, "The request is too large"),
        [ProblemCodes.UnsupportedMediaType] = new(415, "The content type is not supported"),
        [ProblemCodes.RevisionNotReached] = new(409, "The revision is not reached"),
        ["role.exists"] = new(409, "This role exists"),
        ["role.limit_reached"] = new(409, "There are too many roles"),
        ["role.not_found"] = new(404, "No such role"),
        ["role.owner_keeps_system_permissions"] = new(409, "The owner role keeps the system permissions"),
        ["role.system"] = new(409, "A system role cannot be deleted"),
        ["role.too_many_permissions"] = new(409, "The role carries too many permissions"),
        [ProblemCodes.MethodNotAllowed] = new(405, "The method is not allowed here"),
        [ProblemCodes.RouteNotFound] = new(404, "Nothing is here"),
        ["scope.not_granted"] = new(403, "Nothing that was asked for is granted"),
        [ProblemCodes.ScopeTooLarge] = new(400, "The scope does not fit into a token"),
        [ProblemCodes.ServiceUnavailable] = new(503, "Not available now"),
        ["session.ended"] = new(409, "The session cannot begin"),
        ["session.not_found"] = new(404, "No such session"),
        [ProblemCodes.PersonalSessionRequired] = new(403, "Not for apps"),
        ["sign_in.busy"] = new(503, "Too many sign-ins at once"),
        [ProblemCodes.TokenInvalid] = new(401, "The access token is not valid"),
        [ProblemCodes.TokenMissing] = new(401, "An access token is required"),
        [ProblemCodes.TokenRevoked] = new(401, "The session has ended"),
        ["user.already_member"] = new(409, "A member already"),
        ["user.email_taken"] = new(409, "This e-mail address is taken"),
        [ProblemCodes.UserNotFound] = new(404, "No such user"),
        ["user.password_weak"] = new(400, "The password is too weak", Field: "password"),
        ["user.username_taken"] = new(409, "This user name is taken"),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}

/// <summary>What a code is in HTTP.</summary>
/// <param name="Status">Status code (RFC 9110, section 15).</param>
/// <param name="Title">The same for every occurrence (RFC 9457, section 3.1.3).</param>
/// <param name="Field">The request member to blame; null when it is none or several.</param>
public sealed record ProblemKind(int Status, string Title, string? Field = null);
