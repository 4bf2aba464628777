namespace AuthServe.Gateway.OAuth;

/// <summary>
/// Lets pages of any origin call what clients that live in a browser need. None of it looks at cookies, and browsers are told to send none:
/// such a page can do no more than any other program that knows a code or a token.
/// </summary>
internal static class CrossOrigin
{
    private static readonly PathString[] Open =
    [
        .. ((string[])[
            OAuthPaths.OpenIdConfiguration, OAuthPaths.AuthorizationServer, OAuthPaths.Jwks, OAuthPaths.Token, OAuthPaths.Par,
            OAuthPaths.UserInfo, OAuthPaths.Revoke]).Select(path => new PathString("/" + path)),
    ];

    public static void UseCrossOrigin(this IApplicationBuilder app) => app.UseWhen(
        static context => Open.Contains(context.Request.Path),
        static open => open.UseCors(static policy => policy
            .AllowAnyOrigin()
            .WithMethods(HttpMethods.Get, HttpMethods.Post)
            .WithHeaders("Authorization", "Content-Type")
            .WithExposedHeaders("WWW-Authenticate")
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
}
