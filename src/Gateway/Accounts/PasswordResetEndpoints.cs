using AuthServe.Gateway.Conditions;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Limits;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Silos;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServe.Gateway.Accounts;

internal static class PasswordResetEndpoints
{
    private static readonly AcceptedModel Asked = new("If there is an account with this address, a mail is on its way.");

    public static void MapPasswordResets(this IEndpointRouteBuilder api)
    {
        var resets = api.MapGroup("/password-resets").WithTags(ApiTags.Account)
            .TakesNoIdempotencyKey().LimitedByAddress().AllowAnonymous();

        resets.MapPost("", RequestAsync)
            .WithName("requestPasswordReset").WithSummary("Have a link sent that sets a new password")
            .WithDescription(
                "Answers the same, and does the same until then, whether or not there is an account. An account is sent one link a minute at " +
                "most; a newer link makes the older one good for nothing.")
            .Refuses("mail.busy");
        resets.MapPost("/confirm", ConfirmAsync)
            .WithName("resetPassword").WithSummary("Set a new password by a link")
            .WithDescription("The link is good once. Ends every session of the user.")
            .Refuses("link.invalid", "user.password_weak", "sign_in.busy");
    }

    private static async Task<Results<Accepted<AcceptedModel>, Problem>> RequestAsync(RequestPasswordResetRequest body, Cluster cluster)
    {
        var fields = new Fields();
        var email = fields.Email("email", body.Email);
        if (!fields.AreValid(out var problem)) return problem;
        var outcome = await cluster.AccountLinks.RequestPasswordResetAsync(email);
        return outcome.Succeeded(out _, out var fault) ? TypedResults.Accepted((string?)null, Asked) : Problem.Of(fault);
    }

    private static async Task<Results<NoContent, Problem>> ConfirmAsync(ResetPasswordRequest body, Cluster cluster)
    {
        if (!body.TryRead(out var token, out var password, out var problem)) return problem;
        var outcome = await cluster.AccountLinks.ResetPasswordAsync(token, password);
        return outcome.Succeeded(out _, out var fault) ? TypedResults.NoContent() : Problem.Of(fault, parent: "new_");
    }
}
