using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace AuthServe.Gateway.Accounts;

internal static class LoginEndpoints
{
    public static void MapLogin(this IEndpointRouteBuilder api)
    {
        api.MapPost("/login", LoginAsync)
            .WithName("login").WithTags(ApiTags.Account)
            .WithSummary("Sign in with a password")
            .WithDescription(
                "Answers an access token (RFC 9068) for one organization. Also takes a form. "
                + "An unknown user is answered as a wrong password is.")
            .Refuses(
                "credentials.invalid", "credentials.locked", "organization.not_member", "scope.not_granted",
                ProblemCodes.ScopeTooLarge, "sign_in.busy")
            .AllowAnonymous();

        // Routing chooses between the two by content type, and takes the first when there is none.
        api.MapPost("/login", LoginByFormAsync)
            .WithMetadata(new AcceptsMetadata([LoginForm.ContentType]))
            .WithOrder(1)
            .ExcludeFromDescription()
            .AllowAnonymous();
    }

    private static async Task<Results<Ok<TokenModel>, Problem>> LoginAsync(
        LoginRequest body, Cluster cluster, AccessTokens tokens, CancellationToken cancellationToken) =>
        body.TryRead(out var command, out var problem) ? await SignInAsync(command, cluster, tokens, cancellationToken) : problem;

    private static async Task<Results<Ok<TokenModel>, Problem>> LoginByFormAsync(
        LoginForm body, Cluster cluster, AccessTokens tokens, CancellationToken cancellationToken) =>
        body.TryRead(out var command, out var problem) ? await SignInAsync(command, cluster, tokens, cancellationToken) : problem;

    private static async Task<Results<Ok<TokenModel>, Problem>> SignInAsync(
        SignIn command, Cluster cluster, AccessTokens tokens, CancellationToken cancellationToken)
    {
        var outcome = await cluster.Accounts.SignInAsync(command, cancellationToken);
        if (!outcome.Succeeded(out var signedIn, out var fault)) return Problem.Of(fault);

        var scope = string.Join(' ', signedIn.Scope);
        return tokens.Fits(scope)
            ? TypedResults.Ok(new TokenModel(tokens.Create(signedIn, scope), "Bearer", (long)tokens.Lifetime.TotalSeconds, scope))
            : new Problem(ProblemCodes.ScopeTooLarge, "Everything this user may do does not fit into a token. Ask for less with scope.");
    }
}
