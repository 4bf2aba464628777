using AuthServe.Gateway.Conditions;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Outcomes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServe.Gateway.Permissions;

internal static class PermissionEndpoints
{
    public static void MapPermissions(this IEndpointRouteBuilder api)
    {
        var permissions = api.MapGroup("/permissions").WithTags(ApiTags.Permissions);

        permissions.MapGet("", ListAsync)
            .WithName("listPermissions").WithSummary("The catalogue of permissions, by slug")
            .Refuses(ProblemCodes.RequestInvalid).RequirePermission("auth.permission.read");
        permissions.MapPost("", CreateAsync)
            .WithName("createPermission").WithSummary("Add a permission to the catalogue")
            .WithDescription("Roles can carry it from then on. Nobody has it yet.")
            .Refuses("permission.exists", "permission.reserved", "permission.limit_reached", "actor.forbidden").RequirePermission("auth.permission.write");
        permissions.MapGet("/{permission}", GetAsync)
            .WithName("getPermission").WithSummary("One permission")
            .Refuses("permission.not_found").RequirePermission("auth.permission.read");
        permissions.MapDelete("/{permission}", DeleteAsync)
            .WithName("deletePermission").WithSummary("Delete a permission, also from every role")
            .Refuses("permission.not_found", "permission.system", "actor.forbidden").HonoursIfMatch().RequirePermission("auth.permission.delete");
    }

    private static async Task<Results<Ok<PageModel<PermissionModel>>, Problem>> ListAsync(
        [AsParameters] PermissionQuery query, [AsParameters] PageQuery page,
        Caller caller, Cluster cluster, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var filter = query.Read(fields);
        var (after, limit) = page.Read(fields);
        if (!fields.AreValid(out var problem)) return problem;

        var found = await cluster.Permissions(caller.Organization).ListPermissionsAsync(filter, after, limit, cancellationToken);
        return TypedResults.Ok(PageModel<PermissionModel>.From(found, PermissionModel.From));
    }

    private static async Task<Results<Created<PermissionModel>, Problem>> CreateAsync(
        CreatePermissionRequest body, Caller caller, Cluster cluster, HttpResponse response)
    {
        if (!body.TryRead(out var permission, out var description, out var problem)) return problem;
        var outcome = await cluster.Permissions(caller.Organization).CreatePermissionAsync(caller.Actor, permission, description);
        if (!outcome.Succeeded(out var receipt, out var fault)) return Problem.Of(fault);

        response.SetChange(receipt, EntityTag.Of);
        return TypedResults.Created($"/v1/permissions/{receipt.Value.Slug}", PermissionModel.From(receipt.Value));
    }

    private static async Task<Results<Ok<PermissionModel>, NotModified, Problem>> GetAsync(
        string permission, Caller caller, Cluster cluster, HttpContext context, CancellationToken cancellationToken)
    {
        var outcome = await cluster.Permissions(caller.Organization)
            .GetPermissionAsync(PathNames.Permission(permission), cancellationToken);
        return outcome.Answer(context, EntityTag.Of, PermissionModel.From);
    }

    private static async Task<Results<NoContent, Problem>> DeleteAsync(
        string permission, Caller caller, Cluster cluster, HttpResponse response)
    {
        var outcome = await cluster.Permissions(caller.Organization)
            .DeletePermissionAsync(caller.Actor, PathNames.Permission(permission));
        return outcome.Answer(response);
    }
}
