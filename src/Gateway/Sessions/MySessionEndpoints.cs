using AuthServe.Gateway.Input;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.GrainInterfaces.SignIns;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AuthServe.Gateway.Sessions;

internal static class MySessionEndpoints
{
    public static void MapMySessions(this IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("/me").WithTags(ApiTags.Account).RequireMembership();

        me.MapGet("/sessions", ListAsync)
            .WithName("listMySessions").WithSummary("Where the caller is signed in, the newest first");
        me.MapDelete("/sessions", EndAllAsync)
            .WithName("endMySessions").WithSummary("Sign out everywhere")
            .WithDescription("Ends every session of the caller, also the one of this call. When it answers, no token of theirs is good any more.");
        me.MapDelete("/sessions/{session_id}", EndAsync)
            .WithName("endMySession").WithSummary("End one session of the caller")
            .WithDescription("When it answers, no token of the session is good any more.")
            .Refuses("session.not_found");
        me.MapPost("/password", ChangePasswordAsync)
            .WithName("changeMyPassword").WithSummary("Replace the password")
            .WithDescription("Ends every other session of the caller.")
            .Refuses("credentials.invalid", "credentials.locked", "user.password_weak", "sign_in.busy");
    }

    private static async Task<Ok<PageModel<SessionModel>>> ListAsync(Caller caller, Cluster cluster, CancellationToken cancellationToken) =>
        TypedResults.Ok(SessionModel.ListOf(await cluster.Sessions(caller.User).ListSessionsAsync(cancellationToken), caller.Session));

    private static async Task<NoContent> EndAllAsync(Caller caller, Cluster cluster)
    {
        await cluster.Sessions(caller.User).EndAllSessionsAsync();
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, Problem>> EndAsync(
        [FromRoute(Name = "session_id")] string sessionId, Caller caller, Cluster cluster)
    {
        var session = PathNames.Session(sessionId);
        if (await cluster.Sessions(caller.User).FindSessionAsync(session) is null) return SessionProblems.NotFound;
        await cluster.Sessions(caller.User).EndSessionsAsync([session]);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, Problem>> ChangePasswordAsync(
        ChangePasswordRequest body, Caller caller, Cluster cluster, HttpRequest request)
    {
        var fields = new Fields();
        var (current, next) = (fields.Password("current_password", body.CurrentPassword), fields.Password("new_password", body.NewPassword));
        if (!fields.AreValid(out var problem)) return problem;
        var place = new SignInPlace(caller.Client, caller.Organization, UserAgent.Of(request));
        var changed = await cluster.Accounts.ChangePasswordAsync(new ChangePassword(caller.User, current, next, caller.Session, place));
        return changed.Succeeded(out _, out var fault) ? TypedResults.NoContent() : Problem.Of(fault, parent: "new_");
    }
}
