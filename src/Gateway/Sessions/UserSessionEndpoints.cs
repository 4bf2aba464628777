using AuthServe.Gateway.Input;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AuthServe.Gateway.Sessions;

internal static class UserSessionEndpoints
{
    public static void MapUserSessions(this IEndpointRouteBuilder api)
    {
        var sessions = api.MapGroup("/users/{user_id}/sessions").WithTags(ApiTags.Users);

        sessions.MapGet("", ListAsync)
            .WithName("listUserSessions").WithSummary("Where a member is signed in to the organization, the newest first")
            .RequirePermission("auth.user.read").Refuses(ProblemCodes.UserNotFound);
        sessions.MapDelete("", EndAllAsync)
            .WithName("endUserSessions").WithSummary("Sign a member out of the organization")
            .RequirePermission("auth.user.write").Refuses(ProblemCodes.UserNotFound, "actor.forbidden", "owner.required");
        sessions.MapDelete("/{session_id}", EndAsync)
            .WithName("endUserSession").WithSummary("End one session of a member in the organization")
            .RequirePermission("auth.user.write").Refuses(ProblemCodes.UserNotFound, "session.not_found", "actor.forbidden", "owner.required");
    }

    private static async Task<Results<Ok<PageModel<SessionModel>>, Problem>> ListAsync(
        [FromRoute(Name = "user_id")] string userId, Caller caller, Cluster cluster, CancellationToken cancellationToken)
    {
        var outcome = await cluster.Members(caller.Organization).ListMemberSessionsAsync(PathNames.User(userId), cancellationToken);
        return outcome.Succeeded(out var page, out var fault) ? TypedResults.Ok(SessionModel.ListOf(page.Items, caller.Session)) : Problem.Of(fault);
    }

    private static async Task<Results<NoContent, Problem>> EndAllAsync(
        [FromRoute(Name = "user_id")] string userId, Caller caller, Cluster cluster, HttpResponse response) =>
        (await cluster.Members(caller.Organization).EndMemberSessionsAsync(caller.Actor, PathNames.User(userId), session: null)).Answer(response);

    private static async Task<Results<NoContent, Problem>> EndAsync(
        [FromRoute(Name = "user_id")] string userId, [FromRoute(Name = "session_id")] string sessionId, Caller caller, Cluster cluster,
        HttpResponse response) =>
        (await cluster.Members(caller.Organization)
            .EndMemberSessionsAsync(caller.Actor, PathNames.User(userId), PathNames.Session(sessionId))).Answer(response);
}
