using System.ComponentModel;
using AuthServe.Gateway.Conditions;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Permissions;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Roles;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AuthServe.Gateway.Users;

internal static class UserRightsEndpoints
{
    public static void MapUserRights(this IEndpointRouteBuilder api)
    {
        var user = api.MapGroup("/users/{user_id}").WithTags(ApiTags.Users);

        user.MapGet("/roles", ListRolesAsync)
            .WithName("listUserRoles").WithSummary("The roles of a member, with their permissions")
            .Refuses("user.not_found").RequirePermission("auth.user.read");
        user.MapPut("/roles/{role}", AssignAsync)
            .WithName("assignRole").WithSummary("Give a member a role")
            .WithDescription(
                "Repeating it changes nothing. What the role grants must be within what the caller holds, and only an owner makes owners.")
            .Refuses("user.not_found", "role.not_found", "grant.exceeds_own", "owner.required", "actor.forbidden")
            .HonoursIfMatch().RequirePermission("auth.role.write");
        user.MapDelete("/roles/{role}", UnassignAsync)
            .WithName("unassignRole").WithSummary("Take a role from a member")
            .WithDescription("When this answers, no check anywhere allows what only the role granted. Repeating it changes nothing.")
            .Refuses("user.not_found", "role.not_found", "owner.required", "organization.last_owner", "actor.forbidden")
            .HonoursIfMatch().RequirePermission("auth.role.write");
        user.MapGet("/permissions", GetPermissionsAsync)
            .WithName("getUserPermissions").WithSummary("Everything a member may do")
            .WithDescription("With explain, each permission is an object that also names the roles it comes by.")
            .Refuses(ProblemCodes.RequestInvalid, "user.not_found").RequirePermission("auth.user.read");
    }

    private static async Task<Results<Ok<PageModel<RoleModel>>, Problem>> ListRolesAsync(
        [FromRoute(Name = "user_id")] string user, Caller caller, Cluster cluster, CancellationToken cancellationToken)
    {
        var outcome = await cluster.Members(caller.Organization).GetMemberRolesAsync(PathNames.User(user), cancellationToken);
        return outcome.Succeeded(out var roles, out var fault)
            ? TypedResults.Ok(PageModel<RoleModel>.From(roles, RoleModel.From))
            : Problem.Of(fault);
    }

    private static async Task<Results<NoContent, Problem>> AssignAsync(
        [FromRoute(Name = "user_id")] string user, string role, Caller caller, Cluster cluster, HttpResponse response)
    {
        var outcome = await cluster.Members(caller.Organization)
            .AssignRoleAsync(caller.Actor, PathNames.User(user), PathNames.Role(role));
        return outcome.Answer(response);
    }

    private static async Task<Results<NoContent, Problem>> UnassignAsync(
        [FromRoute(Name = "user_id")] string user, string role, Caller caller, Cluster cluster, HttpResponse response)
    {
        var outcome = await cluster.Members(caller.Organization)
            .UnassignRoleAsync(caller.Actor, PathNames.User(user), PathNames.Role(role));
        return outcome.Answer(response);
    }

    private static async Task<Results<Ok<EffectivePermissionsModel>, Ok<ExplainedPermissionsModel>, Problem>> GetPermissionsAsync(
        [FromRoute(Name = "user_id")] string userId,
        [FromQuery(Name = "explain"), Description("true to name the roles each permission comes by.")] string? explain,
        Caller caller, Cluster cluster, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var isExplained = fields.OptionalFlag("explain", explain);
        if (!fields.AreValid(out var problem)) return problem;

        var user = PathNames.User(userId);
        var rights = await cluster.User(user).GetEffectivePermissionsAsync(caller.Organization, cancellationToken);
        if (rights is null or { IsService: true }) return new Problem(ProblemCodes.UserNotFound, "There is no such user in this organization.");
        return isExplained
            ? TypedResults.Ok(ExplainedPermissionsModel.From(caller.Organization, user, rights))
            : TypedResults.Ok(EffectivePermissionsModel.From(caller.Organization, user, rights));
    }
}
