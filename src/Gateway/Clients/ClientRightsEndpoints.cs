using AuthServe.Gateway.Conditions;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Outcomes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AuthServe.Gateway.Clients;

internal static class ClientRightsEndpoints
{
    public static void MapClientRights(this IEndpointRouteBuilder api)
    {
        var client = api.MapGroup("/clients/{client_id}").WithTags(ApiTags.Clients);

        client.MapPost("/secret", RotateSecretAsync)
            .WithName("rotateClientSecret").WithSummary("Give an OAuth client a new secret")
            .WithDescription(
                "It is in this answer and nowhere else. The secret the client has still works for overlap_seconds; older ones do not. "
                + "Everything the client could be granted, and its roles, must be within what the caller holds.")
            .Refuses("client.not_found", "client.no_secret", "grant.exceeds_own", "actor.forbidden")
            .HonoursIfMatch().RequirePermission("auth.client.write");
        client.MapPut("/roles/{role}", AssignAsync)
            .WithName("assignClientRole").WithSummary("Give an OAuth client a role: what it may do by itself")
            .WithDescription("Repeating it changes nothing. What the role grants must be within what the caller holds; it is never owner.")
            .Refuses("client.not_found", "role.not_found", "client.no_owner", "grant.exceeds_own", "actor.forbidden")
            .HonoursIfMatch().RequirePermission("auth.client.write");
        client.MapDelete("/roles/{role}", UnassignAsync)
            .WithName("unassignClientRole").WithSummary("Take a role from an OAuth client")
            .WithDescription("When this answers, no check anywhere allows what only the role granted. Repeating it changes nothing.")
            .Refuses("client.not_found", "role.not_found", "actor.forbidden")
            .HonoursIfMatch().RequirePermission("auth.client.write");
    }

    private static async Task<Results<Ok<ClientModel>, Problem>> RotateSecretAsync(
        [FromRoute(Name = "client_id")] string client, RotateSecretRequest? body, Caller caller, Cluster cluster, HttpResponse response)
    {
        if (!(body ?? new()).TryRead(out var overlap, out var problem)) return problem;
        var secret = ClientSecrets.New(caller.Actor.Key);
        var outcome = await cluster.Clients(caller.Organization)
            .RotateSecretAsync(caller.Actor, PathNames.Client(client), ClientSecrets.HashOf(secret), overlap);
        if (!outcome.Succeeded(out var receipt, out var fault)) return Problem.Of(fault);

        response.SetChange(receipt, EntityTag.Of);
        return TypedResults.Ok(ClientModel.From(receipt.Value, secret));
    }

    private static async Task<Results<NoContent, Problem>> AssignAsync(
        [FromRoute(Name = "client_id")] string client, string role, Caller caller, Cluster cluster, HttpResponse response)
    {
        var outcome = await cluster.Clients(caller.Organization)
            .AssignClientRoleAsync(caller.Actor, PathNames.Client(client), PathNames.Role(role));
        return outcome.Answer(response);
    }

    private static async Task<Results<NoContent, Problem>> UnassignAsync(
        [FromRoute(Name = "client_id")] string client, string role, Caller caller, Cluster cluster, HttpResponse response)
    {
        var outcome = await cluster.Clients(caller.Organization)
            .UnassignClientRoleAsync(caller.Actor, PathNames.Client(client), PathNames.Role(role));
        return outcome.Answer(response);
    }
}
