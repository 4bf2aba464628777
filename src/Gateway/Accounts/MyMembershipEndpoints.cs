using AuthServe.Gateway.Conditions;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AuthServe.Gateway.Accounts;

internal static class MyMembershipEndpoints
{
    public static void MapMyMemberships(this IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("/me").WithTags(ApiTags.Account).RequirePersonalSession();

        me.MapPost("/sessions", SwitchAsync)
            .WithName("switchOrganization").WithSummary("Act in another organization, without the password")
            .WithDescription("Begins a session there, as POST /v1/login does. The session of this call goes on.")
            .Refuses("session.ended", "organization.not_member", "scope.not_granted", ProblemCodes.ScopeTooLarge)
            .TakesNoIdempotencyKey();
        me.MapDelete("/memberships/{org_id}", LeaveAsync)
            .WithName("leaveOrganization").WithSummary("Leave an organization")
            .WithDescription("Other memberships stay as they are; the account goes with its last one.")
            .Refuses("organization.not_found", "organization.last_owner");
    }

    private static async Task<Results<Ok<TokenModel>, Problem>> SwitchAsync(
        SwitchOrganizationRequest body, Caller caller, DirectSignIn signIn, HttpRequest request)
    {
        var fields = new Fields();
        var organization = fields.OptionalUuid("organization", fields.Required("organization", body.Organization)) ?? Guid.Empty;
        var scope = fields.OptionalScope("scope", body.Scope);
        if (!fields.AreValid(out var problem)) return problem;

        var command = new SwitchOrganization(caller.User, caller.Session!.Value, new(organization), scope);
        var (made, refusal) = await signIn.RunAsync(command, UserAgent.Of(request));
        return made is null ? refusal! : TypedResults.Ok(made);
    }

    private static async Task<Results<NoContent, Problem>> LeaveAsync(
        [FromRoute(Name = "org_id")] string organization, Caller caller, Cluster cluster, HttpResponse response)
    {
        var left = await cluster.Members(PathNames.Organization(organization)).LeaveAsync(caller.User, caller.RequestId);
        return left.Fault is { Code: ProblemCodes.UserNotFound }
            ? new Problem(ProblemCodes.OrganizationNotFound, "You are not a member of such an organization.")
            : left.Answer(response);
    }
}
