using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AuthServe.Gateway.Input;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Sessions;

namespace AuthServe.Gateway.Sessions;

/// <summary>Somebody being signed in.</summary>
internal sealed record SessionModel(
    [property: Description("The sid of its tokens.")] Guid SessionId,
    [property: Description("The client it is with; authserve for POST /v1/login and for a browser at the hosted pages.")] string ClientId,
    [property: Description("The organization acted in; null for a browser, which serves all.")] Guid? OrgId,
    [property: Description("When the user gave their password.")] DateTimeOffset AuthenticatedAt,
    [property: Description("When it began.")] DateTimeOffset StartedAt,
    [property: Description("When it ends by itself.")] DateTimeOffset ExpiresAt,
    [property: Description("What the client said of itself.")] string? UserAgent,
    [property: Description("Whether it is the one of this call.")] bool Current)
{
    public static SessionModel From(Session session, SessionId? current) => new(
        session.Id.Value, session.ClientId, session.Organization?.Value, session.AuthenticatedAt, session.StartedAt, session.ExpiresAt,
        session.Agent, session.Id == current);

    /// <summary>A list of sessions, which is never long.</summary>
    public static PageModel<SessionModel> ListOf(ImmutableArray<Session> sessions, SessionId? current) =>
        PageModel<SessionModel>.From(new Page<Session>(sessions, null), session => From(session, current));
}

/// <summary>Asks to replace the password. No record: those print what they hold.</summary>
internal sealed class ChangePasswordRequest
{
    [Required, Description("The password now.")]
    public string? CurrentPassword { get; init; }

    [Required, Description("The password to be. Refused when it is too short or easy to guess.")]
    public string? NewPassword { get; init; }
}
