using AuthServe.Gateway.Pages;
using AuthServe.Gateway.Security;
using Microsoft.AspNetCore;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>The authorization endpoint (RFC 6749, section 3.1). OpenIddict has checked the request; <see cref="AuthorizeFlow"/> answers it.</summary>
internal static class AuthorizeEndpoint
{
    public static void MapAuthorize(this IEndpointRouteBuilder app) =>
        app.MapMethods("/" + OAuthPaths.Authorize, [HttpMethods.Get, HttpMethods.Post], AuthorizeAsync)
            .WithMetadata(BodyLimit.Default).AnswersWithPages().ExcludeFromDescription().AllowAnonymous();

    private static async Task<IResult> AuthorizeAsync(HttpContext context, AuthorizeFlow flow) =>
        context.GetOpenIddictServerResponse() is { } refused ? Errors.Page(context, refused) : await flow.AnswerAsync(new AuthorizeRequest(context));
}
