using AuthServe.Gateway.Pages;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth;

/// <summary>
/// Lets the form that carries an answer back by POST (OAuth 2.0 Form Post Response Mode) submit itself: that one script, to that client. Without
/// script it shows a button.
/// </summary>
internal sealed class AllowSelfSubmit : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    public ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (context is { ResponseMode: OpenIddictConstants.ResponseModes.FormPost, RedirectUri: { Length: > 0 } target })
            context.Transaction.GetHttpRequest()!.HttpContext.Features.Set(PagePolicy.ForSelfSubmitting(FormTargets.Of(new Uri(target))));
        return ValueTask.CompletedTask;
    }
}
