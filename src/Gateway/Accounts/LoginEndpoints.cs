using AuthServe.Gateway.Conditions;
using AuthServe.Gateway.Limits;
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
            .TakesNoIdempotencyKey().LimitedByAddress().AllowAnonymous();

        // Routing chooses between the two by content type, and takes the first when there is none.
        api.MapPost("/login", LoginByFormAsync)
            .WithMetadata(new AcceptsMetadata([LoginForm.ContentType]))
            .WithOrder(1)
            .ExcludeFromDescription()
            .TakesNoIdempotencyKey().LimitedByAddress().AllowAnonymous();
    }

    private static async Task<Results<Ok<TokenModel>, Problem>> LoginAsync(
        LoginRequest body, DirectSignIn signIn, HttpRequest request) =>
        body.TryRead(out var command, out var problem) ? await SignInAsync(command, signIn, request) : problem;

    private static async Task<Results<Ok<TokenModel>, Problem>> LoginByFormAsync(
        LoginForm body, DirectSignIn signIn, HttpRequest request) =>
        body.TryRead(out var command, out var problem) ? await SignInAsync(command, signIn, request) : problem;

    private static async Task<Results<Ok<TokenModel>, Problem>> SignInAsync(SignIn command, DirectSignIn signIn, HttpRequest request)
    {
        var (made, problem) = await signIn.RunAsync(command, UserAgent.Of(request));
        return made is null ? problem! : TypedResults.Ok(made);
    }
}
