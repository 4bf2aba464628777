using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Grants;
using AuthServe.GrainInterfaces.Sessions;

namespace AuthServe.Gateway.Accounts;

/// <summary>Signs a user in at AuthServe's own client: the password is proved, and the session begins at once.</summary>
internal sealed class DirectSignIn(Cluster cluster, AccessTokens tokens, TimeProvider time)
{
    /// <summary>The tokens, or why there are none.</summary>
    public async Task<(TokenModel? Tokens, Problem? Problem)> RunAsync(SignIn command, string? agent)
    {
        var outcome = await cluster.Accounts.SignInAsync(command with { Place = new(AccessTokens.OwnClient, command.Organization, agent) });
        return outcome.Succeeded(out var signedIn, out var fault) ? await BeginAsync(signedIn, agent) : (null, Problem.Of(fault));
    }

    /// <summary>The tokens for another organization of somebody who is signed in, or why there are none.</summary>
    public async Task<(TokenModel? Tokens, Problem? Problem)> RunAsync(SwitchOrganization command, string? agent)
    {
        var outcome = await cluster.Accounts.SwitchOrganizationAsync(command);
        return outcome.Succeeded(out var signedIn, out var fault)
            ? await BeginAsync(signedIn, agent, command.Session)
            : (null, Problem.Of(fault));
    }

    private async Task<(TokenModel? Tokens, Problem? Problem)> BeginAsync(SignedIn signedIn, string? agent, SessionId? allowedIn = null)
    {
        var scope = string.Join(' ', signedIn.Scope);
        if (!tokens.Fits(scope))
            return (null, new Problem(ProblemCodes.ScopeTooLarge, "Everything this user may do does not fit into a token. Ask for less with scope."));

        var now = time.GetUtcNow();
        var session = Guid.CreateVersion7(now);
        var authorization = new Authorization(
            AccessTokens.OwnClient, signedIn.User, signedIn.Organization, signedIn.Scope, signedIn.PasswordGeneration,
            signedIn.AuthenticatedAt, agent, IsRefreshable: true, allowedIn);
        var begun = await cluster.Grant(session).BeginAsync(authorization);
        if (!begun.Succeeded(out var grant, out var refusal)) return (null, Problem.Of(refusal));

        var access = new AccessGrant(signedIn.User, AccessTokens.OwnClient, signedIn.Organization, scope, new(session), signedIn.AuthenticatedAt);
        return (new TokenModel(tokens.Create(access), "Bearer", (long)tokens.Lifetime.TotalSeconds, grant.RefreshToken!.Text, scope), null);
    }
}
