using AuthServe.Gateway.Conditions;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Outcomes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AuthServe.Gateway.Organizations;

internal static class OrganizationEndpoints
{
    public static void MapOrganization(this IEndpointRouteBuilder api)
    {
        var organization = api.MapGroup("/organization").WithTags(ApiTags.Organization);

        organization.MapGet("", GetAsync)
            .WithName("getOrganization").WithSummary("The organization of the token")
            .Refuses(ProblemCodes.OrganizationNotFound).RequirePermission("auth.organization.read");
        organization.MapPatch("", UpdateAsync)
            .WithName("updateOrganization").WithSummary("Change the organization of the token")
            .Refuses("actor.forbidden").HonoursIfMatch().RequirePermission("auth.organization.write");
        organization.MapDelete("", DeleteAsync)
            .WithName("deleteOrganization").WithSummary("Delete the organization of the token")
            .WithDescription(
                "When this answers, nobody has a right in it, and its clients get no token. Everything goes but its audit log: roles, permissions, "
                + "clients, invitations, memberships, and each account with its last membership, whose names are free again; of an organization "
                + "with many members that takes some minutes more.")
            .Refuses("organization.not_confirmed", "actor.forbidden").HonoursIfMatch().RequirePermission("auth.organization.delete");
    }

    private static async Task<Results<Ok<OrganizationModel>, NotModified, Problem>> GetAsync(
        Caller caller, Cluster cluster, HttpContext context, CancellationToken cancellationToken)
    {
        Outcome<GrainInterfaces.Organizations.Organization> outcome =
            await cluster.Organization(caller.Organization).FindAsync(cancellationToken) is { } found
                ? found
                : new Fault(ProblemCodes.OrganizationNotFound, "The organization was deleted.");
        return outcome.Answer(context, EntityTag.Of, OrganizationModel.From);
    }

    private static async Task<Results<Ok<OrganizationModel>, Problem>> UpdateAsync(
        UpdateOrganizationRequest body, Caller caller, Cluster cluster, HttpResponse response)
    {
        if (!body.TryRead(out var command, out var problem)) return problem;
        var outcome = await cluster.Organization(caller.Organization).UpdateAsync(caller.Actor, command);
        if (!outcome.Succeeded(out var receipt, out var fault)) return Problem.Of(fault);

        response.SetChange(receipt, EntityTag.Of);
        return TypedResults.Ok(OrganizationModel.From(receipt.Value));
    }

    private static async Task<Results<NoContent, Problem>> DeleteAsync(
        [FromBody] DeleteOrganizationRequest body, Caller caller, Cluster cluster, HttpResponse response)
    {
        var fields = new Fields();
        var name = fields.Text("confirm", body.Confirm, TextLimits.DisplayName);
        if (!fields.AreValid(out var problem)) return problem;
        var outcome = await cluster.Organization(caller.Organization).DeleteAsync(caller.Actor, name);
        return outcome.Answer(response);
    }
}
