using AuthServe.Gateway.Conditions;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Outcomes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AuthServe.Gateway.Clients;

internal static class ClientEndpoints
{
    public static void MapClients(this IEndpointRouteBuilder api)
    {
        var clients = api.MapGroup("/clients").WithTags(ApiTags.Clients);

        clients.MapGet("", ListAsync)
            .WithName("listClients").WithSummary("The OAuth clients of the organization, the oldest first")
            .Refuses(ProblemCodes.RequestInvalid).RequirePermission("auth.client.read");
        clients.MapPost("", CreateAsync)
            .WithName("createClient").WithSummary("Register an OAuth client")
            .WithDescription(
                "A client that authenticates with a secret gets one, which is in this answer and nowhere else. Everything it could be "
                + "granted must be within what the caller holds; only an owner makes one without scopes.")
            .Refuses("client.invalid", "client.limit_reached", "grant.exceeds_own", "actor.forbidden")
            .RequirePermission("auth.client.write");
        clients.MapGet("/{client_id}", GetAsync)
            .WithName("getClient").WithSummary("One OAuth client")
            .Refuses("client.not_found").RequirePermission("auth.client.read");
        clients.MapPatch("/{client_id}", UpdateAsync)
            .WithName("updateClient").WithSummary("Change an OAuth client")
            .WithDescription("Everything it could be granted, and its roles, must be within what the caller holds.")
            .Refuses("client.not_found", "client.invalid", "grant.exceeds_own", "actor.forbidden")
            .HonoursIfMatch().RequirePermission("auth.client.write");
        clients.MapDelete("/{client_id}", DeleteAsync)
            .WithName("deleteClient").WithSummary("Delete an OAuth client")
            .WithDescription("It may do nothing from then on, whatever token or secret it has.")
            .Refuses("client.not_found", "actor.forbidden").HonoursIfMatch().RequirePermission("auth.client.delete");
    }

    private static async Task<Results<Ok<PageModel<ClientModel>>, Problem>> ListAsync(
        [AsParameters] PageQuery page, Caller caller, Cluster cluster, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var (key, limit) = page.Read(fields);
        var isId = ClientId.TryParse(key, out var after);
        if (key is not null && !isId) fields.Refuse("cursor", "It must be the next_cursor of an earlier answer.");
        if (!fields.AreValid(out var problem)) return problem;

        var found = await cluster.Clients(caller.Organization).ListClientsAsync(isId ? after : null, limit, cancellationToken);
        return TypedResults.Ok(PageModel<ClientModel>.From(found, client => ClientModel.From(client)));
    }

    private static async Task<Results<Created<ClientModel>, Problem>> CreateAsync(
        CreateClientRequest body, Caller caller, Cluster cluster, HttpResponse response)
    {
        if (!body.TryRead(out var settings, out var problem)) return problem;
        var secret = AuthenticationMethods.UseSecret(settings.AuthenticationMethod) ? ClientSecrets.New(caller.Actor.Key) : null;
        var command = new CreateClient(settings, secret is null ? null : ClientSecrets.HashOf(secret));
        var outcome = await cluster.Clients(caller.Organization).CreateClientAsync(caller.Actor, command);
        if (!outcome.Succeeded(out var receipt, out var fault)) return Problem.Of(fault);

        response.SetChange(receipt, EntityTag.Of);
        return TypedResults.Created($"/v1/clients/{receipt.Value.Id}", ClientModel.From(receipt.Value, secret));
    }

    private static async Task<Results<Ok<ClientModel>, NotModified, Problem>> GetAsync(
        [FromRoute(Name = "client_id")] string client, Caller caller, Cluster cluster, HttpContext context, CancellationToken cancellationToken)
    {
        var outcome = await cluster.Clients(caller.Organization).GetClientAsync(PathNames.Client(client), cancellationToken);
        return outcome.Answer(context, EntityTag.Of, client => ClientModel.From(client));
    }

    private static async Task<Results<Ok<ClientModel>, Problem>> UpdateAsync(
        [FromRoute(Name = "client_id")] string client, UpdateClientRequest body, Caller caller, Cluster cluster, HttpResponse response)
    {
        if (!body.TryRead(out var command, out var problem)) return problem;
        var outcome = await cluster.Clients(caller.Organization).UpdateClientAsync(caller.Actor, PathNames.Client(client), command);
        if (!outcome.Succeeded(out var receipt, out var fault)) return Problem.Of(fault);

        response.SetChange(receipt, EntityTag.Of);
        return TypedResults.Ok(ClientModel.From(receipt.Value));
    }

    private static async Task<Results<NoContent, Problem>> DeleteAsync(
        [FromRoute(Name = "client_id")] string client, Caller caller, Cluster cluster, HttpResponse response)
    {
        var outcome = await cluster.Clients(caller.Organization).DeleteClientAsync(caller.Actor, PathNames.Client(client));
        return outcome.Answer(response);
    }
}
