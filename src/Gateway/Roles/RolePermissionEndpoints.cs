using AuthServe.Gateway.Conditions;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServe.Gateway.Roles;

internal static class RolePermissionEndpoints
{
    public static void MapRolePermissions(this IEndpointRouteBuilder api)
    {
        var permissions = api.MapGroup("/roles/{role}/permissions").WithTags(ApiTags.Roles);

        permissions.MapPut("/{permission}", AttachAsync)
            .WithName("attachPermission").WithSummary("Let a role carry a permission")
            .WithDescription("Repeating it changes nothing.")
            .Refuses("role.not_found", "role.too_many_permissions", "permission.not_found", "grant.exceeds_own", "owner.required", "actor.forbidden")
            .HonoursIfMatch().RequirePermission("auth.role.write");
        permissions.MapDelete("/{permission}", DetachAsync)
            .WithName("detachPermission").WithSummary("Take a permission from a role")
            .WithDescription("Repeating it changes nothing.")
            .Refuses(
                "role.not_found", "permission.not_found", "role.owner_keeps_system_permissions", "owner.required", "actor.forbidden")
            .HonoursIfMatch().RequirePermission("auth.role.write");
    }

    private static async Task<Results<NoContent, Problem>> AttachAsync(
        string role, string permission, Caller caller, Cluster cluster, HttpResponse response)
    {
        var outcome = await cluster.Roles(caller.Organization)
            .AttachPermissionAsync(caller.Actor, PathNames.Role(role), PathNames.Permission(permission));
        return outcome.Answer(response);
    }

    private static async Task<Results<NoContent, Problem>> DetachAsync(
        string role, string permission, Caller caller, Cluster cluster, HttpResponse response)
    {
        var outcome = await cluster.Roles(caller.Organization)
            .DetachPermissionAsync(caller.Actor, PathNames.Role(role), PathNames.Permission(permission));
        return outcome.Answer(response);
    }
}
