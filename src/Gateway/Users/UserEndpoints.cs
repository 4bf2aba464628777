using AuthServe.Gateway.Conditions;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AuthServe.Gateway.Users;

internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("/users").WithTags(ApiTags.Users);

        users.MapGet("", ListAsync)
            .WithName("listUsers").WithSummary("The members of the organization, by user name")
            .WithDescription(
                "With query, by whatever of them begins with it. Whoever is a member throughout is listed once, also when others are added or "
                + "removed between pages. A page costs the same in a small organization and a large one.")
            .Refuses(ProblemCodes.RequestInvalid).RequirePermission("auth.user.read");
        users.MapPost("", AddAsync)
            .WithName("addUser").WithSummary("Add a user")
            .WithDescription(
                "Without a password, the user is sent a link that sets one, good once, for as long as that of an invitation. With a role that is not "
                + "user, what the role grants must be within what the caller holds.")
            .Refuses(
                "user.username_taken", "user.email_taken", "user.password_weak", "role.not_found", "grant.exceeds_own", "owner.required",
                "actor.forbidden", "sign_in.busy")
            .RequirePermission("auth.user.write");
        users.MapGet("/{user_id}", GetAsync)
            .WithName("getUser").WithSummary("One member")
            .Refuses("user.not_found").RequirePermission("auth.user.read");
        users.MapPatch("/{user_id}", UpdateAsync)
            .WithName("updateUser").WithSummary("Change a member")
            .WithDescription("A member who is disabled may do nothing in the organization from then on, whatever token they have.")
            .Refuses("user.not_found", "owner.required", "organization.last_owner", "actor.forbidden")
            .HonoursIfMatch().RequirePermission("auth.user.write");
        users.MapDelete("/{user_id}", RemoveAsync)
            .WithName("removeUser").WithSummary("Remove a member, and the account with its last membership")
            .Refuses("user.not_found", "owner.required", "organization.last_owner", "actor.forbidden")
            .HonoursIfMatch().RequirePermission("auth.user.delete");
    }

    private static async Task<Results<Ok<PageModel<UserModel>>, Problem>> ListAsync(
        [AsParameters] UserQuery query, [AsParameters] PageQuery page,
        Caller caller, Cluster cluster, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var filter = query.Read(fields);
        var (after, limit) = page.Read(fields, MemberPosition.IsValid);
        if (!fields.AreValid(out var problem)) return problem;

        var found = await cluster.Members(caller.Organization).ListMembersAsync(filter, after, limit, cancellationToken);
        return TypedResults.Ok(PageModel<UserModel>.From(found, UserModel.From));
    }

    private static async Task<Results<Created<UserModel>, Problem>> AddAsync(
        AddUserRequest body, Caller caller, Cluster cluster, HttpResponse response)
    {
        if (!body.TryRead(out var command, out var problem)) return problem;
        var outcome = await cluster.Accounts.AddUserAsync(caller.Organization, caller.Actor, command);
        if (!outcome.Succeeded(out var receipt, out var fault)) return Problem.Of(fault);

        response.SetChange(receipt, EntityTag.Of);
        return TypedResults.Created($"/v1/users/{receipt.Value.User}", UserModel.From(receipt.Value));
    }

    private static async Task<Results<Ok<UserModel>, NotModified, Problem>> GetAsync(
        [FromRoute(Name = "user_id")] string user, Caller caller, Cluster cluster, HttpContext context, CancellationToken cancellationToken)
    {
        var outcome = await cluster.Members(caller.Organization).GetMemberAsync(PathNames.User(user), cancellationToken);
        return outcome.Answer(context, EntityTag.Of, UserModel.From);
    }

    private static async Task<Results<Ok<UserModel>, Problem>> UpdateAsync(
        [FromRoute(Name = "user_id")] string user, UpdateUserRequest body, Caller caller, Cluster cluster, HttpResponse response)
    {
        if (!body.TryRead(out var command, out var problem)) return problem;
        var outcome = await cluster.Members(caller.Organization).UpdateMemberAsync(caller.Actor, PathNames.User(user), command);
        if (!outcome.Succeeded(out var receipt, out var fault)) return Problem.Of(fault);

        response.SetChange(receipt, EntityTag.Of);
        return TypedResults.Ok(UserModel.From(receipt.Value));
    }

    private static async Task<Results<NoContent, Problem>> RemoveAsync(
        [FromRoute(Name = "user_id")] string user, Caller caller, Cluster cluster, HttpResponse response)
    {
        var outcome = await cluster.Members(caller.Organization).RemoveMemberAsync(caller.Actor, PathNames.User(user));
        return outcome.Answer(response);
    }
}
