using AuthServe.Gateway.Checks;
using AuthServe.Gateway.OAuth.Clients;
using AuthServe.Gateway.Problems;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Permissions;
using Microsoft.AspNetCore.Authorization;

namespace AuthServe.Gateway.Security;

/// <summary>Decides every <see cref="PermissionRequirement"/>: by the scope of the token and by what the user may do now.</summary>
internal sealed class PermissionHandler(KnownClients clients, Checker checker) : AuthorizationHandler<PermissionRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        if (context.User.Identity is not { IsAuthenticated: true })
        {
            if (requirement.IsOptional && context.Resource is HttpContext { Request.Headers.Authorization.Count: 0 }) context.Succeed(requirement);
            return;
        }

        if (await RefuseAsync(Caller.From(context.User), requirement) is { } problem)
            context.Fail(new RefusalReason(this, problem));
        else
            context.Succeed(requirement);
    }

    private async ValueTask<Problem?> RefuseAsync(Caller? caller, PermissionRequirement requirement)
    {
        if (caller is null) return TokenProblems.TokenInvalid;
        if (requirement.IsPersonal && caller is not { Client: AccessTokens.OwnClient, Session: not null }) return TokenProblems.Personal;
        var permission = requirement.Permission;
        if (permission is { } asked && !caller.HasInScope(asked)) return TokenProblems.NotInScope(asked);

        var hasClient = clients.HasClientOfAsync(caller);
        var answer = await checker.CheckAsync(caller.User, caller.Organization, caller.Ask(permission));
        if (!await hasClient) return TokenProblems.TokenRevoked;
        return answer.Reason switch
        {
            null => null,
            Refusal.NotGranted => TokenProblems.NotGranted(permission ?? default),
            _ => TokenProblems.TokenRevoked,
        };
    }
}

/// <summary>Carries a refusal from the handler to whoever writes the answer.</summary>
internal sealed class RefusalReason(IAuthorizationHandler handler, Problem problem) : AuthorizationFailureReason(handler, problem.Detail)
{
    /// <summary>What to answer.</summary>
    public Problem Problem { get; } = problem;

    /// <summary>What to answer to a failure; a policy that gives no reason lets nobody in.</summary>
    public static Problem Of(AuthorizationFailure? failure) =>
        failure?.FailureReasons.OfType<RefusalReason>().FirstOrDefault()?.Problem ?? TokenProblems.Denied;
}
