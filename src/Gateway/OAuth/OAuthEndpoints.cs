using System.Diagnostics;
using AuthServe.Gateway.Security;

namespace AuthServe.Gateway.OAuth;

/// <summary>
/// The routes of the endpoints that OpenIddict answers: it does so where authentication runs, before an endpoint would. They are here so
/// that routing lets them through, and for the document.
/// </summary>
internal static class OAuthEndpoints
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Json = "application/json";

    public static void MapOAuth(this IEndpointRouteBuilder app)
    {
        foreach (var path in (string[])[OAuthPaths.Token, OAuthPaths.Introspect, OAuthPaths.Revoke, OAuthPaths.Device, OAuthPaths.Par, OAuthPaths.UserInfo])
            app.Map("/" + path, Answered).WithMetadata(BodyLimit.Default).ExcludeFromDescription().AllowAnonymous();
        app.MapGet("/" + OAuthPaths.OpenIdConfiguration, Answered).ExcludeFromDescription().AllowAnonymous();
        app.MapGet("/" + OAuthPaths.AuthorizationServer, Answered).ExcludeFromDescription().AllowAnonymous();
    }

    private static Task Answered(HttpContext context) =>
        throw new UnreachableException($"{context.Request.Path} is answered where authentication runs.");
}
