using AuthServe.Gateway.Input;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AuthServe.Gateway.SignIns;

internal static class SignInEndpoints
{
    public static void MapSignIns(this IEndpointRouteBuilder api)
    {
        api.MapGet("/me/sign-ins", ListMineAsync)
            .WithName("listMySignIns").WithTags(ApiTags.Account)
            .WithSummary("When and where the caller's password was tried, the newest first")
            .WithDescription("The newest 1,000 are kept. What happened within the last second may not be listed yet.")
            .Refuses(ProblemCodes.RequestInvalid).RequirePersonalSession();
        api.MapGet("/users/{user_id}/sign-ins", ListOfMemberAsync)
            .WithName("listUserSignIns").WithTags(ApiTags.Users)
            .WithSummary("When and where a member's password was tried, the newest first")
            .WithDescription(
                "Since they joined: what was meant for this organization, and that there were failures and lockouts, but not where. "
                + "A sign-in that another organization's client asked for is nobody's business here.")
            .Refuses(ProblemCodes.RequestInvalid, ProblemCodes.UserNotFound).RequirePermission("auth.audit.read");
    }

    private static async Task<Results<Ok<PageModel<SignInModel>>, Problem>> ListMineAsync(
        [AsParameters] PageQuery page, Caller caller, Cluster cluster, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var (before, limit) = page.Read<Guid>(fields);
        if (!fields.AreValid(out var problem)) return problem;

        var found = await cluster.SignIns(caller.User).ListAsync(before, limit, cancellationToken);
        return TypedResults.Ok(PageModel<SignInModel>.From(found, SignInModel.From));
    }

    private static async Task<Results<Ok<PageModel<SignInModel>>, Problem>> ListOfMemberAsync(
        [FromRoute(Name = "user_id")] string user, [AsParameters] PageQuery page, Caller caller, Cluster cluster,
        CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var (before, limit) = page.Read<Guid>(fields);
        if (!fields.AreValid(out var problem)) return problem;

        var outcome = await cluster.SignIns(PathNames.User(user)).ListForAsync(caller.Organization, before, limit, cancellationToken);
        return outcome.Succeeded(out var found, out var fault)
            ? TypedResults.Ok(PageModel<SignInModel>.From(found, SignInModel.From))
            : Problem.Of(fault);
    }
}
