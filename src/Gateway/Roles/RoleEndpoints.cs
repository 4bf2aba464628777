using AuthServe.Gateway.Conditions;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.Gateway.Users;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServe.Gateway.Roles;

internal static class RoleEndpoints
{
    public static void MapRoles(this IEndpointRouteBuilder api)
    {
        var roles = api.MapGroup("/roles").WithTags(ApiTags.Roles);

        roles.MapGet("", ListAsync)
            .WithName("listRoles").WithSummary("Every role, by name")
            .Refuses(ProblemCodes.RequestInvalid).RequirePermission("auth.role.read");
        roles.MapPost("", CreateAsync)
            .WithName("createRole").WithSummary("Create a role")
            .WithDescription("An owner may put any permission of the catalogue into it; everybody else only what they hold themselves.")
            .Refuses(
                "role.exists", "role.limit_reached", "role.too_many_permissions", "permission.not_found", "grant.exceeds_own", "actor.forbidden")
            .RequirePermission("auth.role.write");
        roles.MapGet("/{role}", GetAsync)
            .WithName("getRole").WithSummary("One role")
            .Refuses("role.not_found").RequirePermission("auth.role.read");
        roles.MapPatch("/{role}", UpdateAsync)
            .WithName("updateRole").WithSummary("Change a role")
            .WithDescription("Whoever has the role has what it grants from then on, and nothing else: at once, everywhere.")
            .Refuses(
                "role.not_found", "role.too_many_permissions", "permission.not_found", "role.owner_keeps_system_permissions",
                "grant.exceeds_own", "owner.required", "actor.forbidden")
            .HonoursIfMatch().RequirePermission("auth.role.write");
        roles.MapDelete("/{role}", DeleteAsync)
            .WithName("deleteRole").WithSummary("Delete a role, also from everybody who has it")
            .Refuses("role.not_found", "role.system", "actor.forbidden").HonoursIfMatch().RequirePermission("auth.role.delete");
        roles.MapGet("/{role}/users", ListMembersAsync)
            .WithName("listRoleUsers").WithSummary("The users who have a role, by user name")
            .Refuses(ProblemCodes.RequestInvalid, "role.not_found").RequirePermission("auth.role.read");
    }

    private static async Task<Results<Ok<PageModel<RoleModel>>, Problem>> ListAsync(
        [AsParameters] PageQuery page, Caller caller, Cluster cluster, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var (after, limit) = page.Read(fields);
        if (!fields.AreValid(out var problem)) return problem;

        var found = await cluster.Roles(caller.Organization).ListRolesAsync(after, limit, cancellationToken);
        return TypedResults.Ok(PageModel<RoleModel>.From(found, RoleModel.From));
    }

    private static async Task<Results<Created<RoleModel>, Problem>> CreateAsync(
        CreateRoleRequest body, Caller caller, Cluster cluster, HttpResponse response)
    {
        if (!body.TryRead(out var command, out var problem)) return problem;
        var outcome = await cluster.Roles(caller.Organization).CreateRoleAsync(caller.Actor, command);
        if (!outcome.Succeeded(out var receipt, out var fault)) return Problem.Of(fault);

        response.SetChange(receipt, EntityTag.Of);
        return TypedResults.Created($"/v1/roles/{receipt.Value.Name}", RoleModel.From(receipt.Value));
    }

    private static async Task<Results<Ok<RoleModel>, NotModified, Problem>> GetAsync(
        string role, Caller caller, Cluster cluster, HttpContext context, CancellationToken cancellationToken)
    {
        var outcome = await cluster.Roles(caller.Organization).GetRoleAsync(PathNames.Role(role), cancellationToken);
        return outcome.Answer(context, EntityTag.Of, RoleModel.From);
    }

    private static async Task<Results<Ok<RoleModel>, Problem>> UpdateAsync(
        string role, UpdateRoleRequest body, Caller caller, Cluster cluster, HttpResponse response)
    {
        if (!body.TryRead(out var command, out var problem)) return problem;
        var outcome = await cluster.Roles(caller.Organization).UpdateRoleAsync(caller.Actor, PathNames.Role(role), command);
        if (!outcome.Succeeded(out var receipt, out var fault)) return Problem.Of(fault);

        response.SetChange(receipt, EntityTag.Of);
        return TypedResults.Ok(RoleModel.From(receipt.Value));
    }

    private static async Task<Results<NoContent, Problem>> DeleteAsync(
        string role, Caller caller, Cluster cluster, HttpResponse response)
    {
        var outcome = await cluster.Roles(caller.Organization).DeleteRoleAsync(caller.Actor, PathNames.Role(role));
        return outcome.Answer(response);
    }

    private static async Task<Results<Ok<PageModel<UserModel>>, Problem>> ListMembersAsync(
        string role, [AsParameters] PageQuery page, Caller caller, Cluster cluster, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var (after, limit) = page.Read(fields, MemberPosition.IsValid);
        if (!fields.AreValid(out var problem)) return problem;

        var outcome = await cluster.Roles(caller.Organization)
            .ListRoleMembersAsync(PathNames.Role(role), after, limit, cancellationToken);
        return outcome.Succeeded(out var found, out var fault)
            ? TypedResults.Ok(PageModel<UserModel>.From(found, UserModel.From))
            : Problem.Of(fault);
    }
}
