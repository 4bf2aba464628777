using AuthServe.Gateway.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace AuthServe.Gateway.Security;

/// <summary>Turns what authorization decided into an answer.</summary>
internal sealed class AuthorizationAnswers : IAuthorizationMiddlewareResultHandler
{
    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            await next(context);
            return;
        }

        var problem = authorizeResult.Forbidden
            ? RefusalReason.Of(authorizeResult.AuthorizationFailure)
            : await ChallengeAsync(context);
        await ProblemWriter.WriteAsync(context, problem);
    }

    // Authentication has run, and answers again from memory.
    private static async Task<Problem> ChallengeAsync(HttpContext context)
    {
        var result = await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        return result switch
        {
            { Failure: { } failure } when Unavailability.Explains(failure) => Unavailability.Problem,
            { None: true } => TokenProblems.TokenMissing,
            _ => TokenProblems.TokenInvalid,
        };
    }
}
