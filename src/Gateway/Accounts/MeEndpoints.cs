using AuthServe.Gateway.Input;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Permissions;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Roles;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServe.Gateway.Accounts;

internal static class MeEndpoints
{
    public static void MapMe(this IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("/me").WithTags(ApiTags.Account).RequireMembership();

        me.MapGet("", GetAsync)
            .WithName("getMe").WithSummary("The account of the caller, with its memberships");
        api.MapPatch("/me", UpdateAsync).WithTags(ApiTags.Account)
            .WithName("updateMe").WithSummary("Change the account of the caller")
            .WithDescription("When it answers, every organization of the caller shows the change; of an e-mail address, once it is confirmed.")
            .Refuses("user.email_taken", "mail.too_soon", "mail.busy")
            .RequirePersonalSession();
        me.MapGet("/roles", ListRolesAsync)
            .WithName("listMyRoles").WithSummary("The roles of the caller in the organization of the token, with their permissions");
        me.MapGet("/permissions", GetPermissionsAsync)
            .WithName("getMyPermissions").WithSummary("Everything the caller may do in the organization of the token")
            .WithDescription("Live, whatever the scope of the token is.");
    }

    private static async Task<Results<Ok<MeModel>, Problem>> GetAsync(
        Caller caller, Cluster cluster, CancellationToken cancellationToken)
    {
        var account = await cluster.User(caller.User).GetAccountAsync(cancellationToken);
        return account is null ? TokenProblems.TokenRevoked : TypedResults.Ok(MeModel.From(account, caller));
    }

    private static async Task<Results<Ok<MeModel>, Problem>> UpdateAsync(UpdateMeRequest body, Caller caller, Cluster cluster)
    {
        var fields = new Fields();
        var displayName = fields.OptionalText("display_name", body.DisplayName, TextLimits.DisplayName);
        var email = body.PrimaryEmail is null ? null : fields.Email("primary_email", body.PrimaryEmail);
        if (!fields.AreValid(out var problem)) return problem;
        if (email is not null && !(await cluster.AccountLinks.RequestEmailChangeAsync(caller.User, email)).Succeeded(out _, out var fault))
            return Problem.Of(fault);
        if (displayName is not null) await cluster.Accounts.UpdateProfileAsync(new UpdateProfile(caller.User, displayName, caller.RequestId));
        return await GetAsync(caller, cluster, CancellationToken.None);
    }

    private static async Task<Results<Ok<PageModel<RoleModel>>, Problem>> ListRolesAsync(
        Caller caller, Cluster cluster, CancellationToken cancellationToken)
    {
        var outcome = await cluster.Roles(caller.Organization).ListRolesOfSubjectAsync(caller.User, cancellationToken);
        return outcome.Succeeded(out var roles, out var fault)
            ? TypedResults.Ok(PageModel<RoleModel>.From(roles, RoleModel.From))
            : Problem.Of(fault);
    }

    private static async Task<Results<Ok<EffectivePermissionsModel>, Problem>> GetPermissionsAsync(
        Caller caller, Cluster cluster, CancellationToken cancellationToken)
    {
        var rights = await cluster.User(caller.User).GetEffectivePermissionsAsync(caller.Organization, cancellationToken);
        return rights is null
            ? TokenProblems.TokenRevoked
            : TypedResults.Ok(EffectivePermissionsModel.From(caller.Organization, caller.User, rights));
    }
}
