using AuthServe.Gateway.Conditions;
using AuthServe.Gateway.Limits;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Silos;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServe.Gateway.Accounts;

internal static class SignUpEndpoints
{
    public static void MapSignUp(this IEndpointRouteBuilder api) =>
        api.MapPost("/signup", SignUpAsync)
            .WithName("signUp").WithTags(ApiTags.Account)
            .WithSummary("Found an organization and become its owner")
            .WithDescription("Creates the organization, its system roles and its first user: all of it or nothing.")
            .Refuses("user.username_taken", "user.email_taken", "user.password_weak", "sign_in.busy")
            .LimitedByAddress().AllowAnonymous();

    // A command is finished whether or not its caller still listens: none is given a cancellation token.
    private static async Task<Results<Created<SignedUpModel>, Problem>> SignUpAsync(SignUpRequest body, Cluster cluster, HttpContext context)
    {
        if (!body.TryRead(out var command, out var problem)) return problem;
        var outcome = await cluster.Accounts.SignUpAsync(
            command with { RequestId = ProblemWriter.TraceId(context), Key = WriteConditions.Of(context).Key });
        return outcome.Succeeded(out var made, out var fault)
            ? TypedResults.Created($"/v1/users/{made.User}", SignedUpModel.From(made))
            : Problem.Of(fault, parent: "user.");
    }
}
