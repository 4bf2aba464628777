using AuthServe.Gateway.Conditions;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Limits;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServe.Gateway.Accounts;

internal static class EmailVerificationEndpoints
{
    private static readonly AcceptedModel Asked = new("If the address is yet to be confirmed, a mail is on its way.");

    public static void MapEmailVerifications(this IEndpointRouteBuilder api)
    {
        api.MapPost("/me/email-verification", RequestAsync).WithTags(ApiTags.Account)
            .WithName("requestEmailVerification").WithSummary("Have the link sent again that confirms the e-mail address")
            .WithDescription("Goes to the address that a change waits for, if one does. One link a minute at most is sent.")
            .Refuses("mail.busy")
            .TakesNoIdempotencyKey().RequirePersonalSession();
        api.MapPost("/email-verifications", VerifyAsync).WithTags(ApiTags.Account)
            .WithName("verifyEmail").WithSummary("Confirm an e-mail address by a link")
            .WithDescription("The link is good once. An address that was asked for with PATCH /v1/me takes the place of the old one.")
            .Refuses("link.invalid", "user.email_taken")
            .TakesNoIdempotencyKey().LimitedByAddress().AllowAnonymous();
    }

    private static async Task<Results<Accepted<AcceptedModel>, Problem>> RequestAsync(Caller caller, Cluster cluster)
    {
        var outcome = await cluster.AccountLinks.RequestEmailVerificationAsync(caller.User);
        return outcome.Succeeded(out _, out var fault) ? TypedResults.Accepted((string?)null, Asked) : Problem.Of(fault);
    }

    private static async Task<Results<NoContent, Problem>> VerifyAsync(VerifyEmailRequest body, HttpContext context, Cluster cluster)
    {
        var fields = new Fields();
        var token = fields.LinkToken("token", body.Token);
        if (!fields.AreValid(out var problem)) return problem;
        var outcome = await cluster.AccountLinks.VerifyEmailAsync(new(token!), ProblemWriter.TraceId(context));
        return outcome.Succeeded(out _, out var fault) ? TypedResults.NoContent() : Problem.Of(fault);
    }
}
