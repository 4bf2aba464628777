using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace AuthServe.Gateway.OAuth.Browser;

internal static class BrowserHosting
{
    /// <summary>Adds what keeps browsers signed in, and the flows through the hosted pages.</summary>
    public static void AddBrowserFlows(this IServiceCollection services)
    {
        services.AddAuthentication().AddCookie(BrowserSessions.Scheme);
        services.AddOptions<CookieAuthenticationOptions>(BrowserSessions.Scheme).Configure<IOptions<GatewayOptions>, TimeProvider>(Configure);
        services.AddSingleton<BrowserSessions>();
        services.AddSingleton<FlowTickets>();
        services.AddSingleton<Authorizing>();
        services.AddSingleton<AuthorizeFlow>();
    }

    /// <summary>Maps the pages that people see.</summary>
    public static void MapBrowserFlows(this IEndpointRouteBuilder app)
    {
        app.MapAuthorize();
        app.MapSignIn();
        app.MapSignUpPage();
        app.MapAcceptInvitationPage();
        app.MapPasswordResetPages();
        app.MapEmailVerificationPages();
        app.MapOrganizationChoice();
        app.MapConsent();
        app.MapDevice();
        app.MapLogout();
    }

    // Lax, because a client's redirect brings the browser here from another site.
    private static void Configure(CookieAuthenticationOptions cookie, IOptions<GatewayOptions> gateway, TimeProvider time)
    {
        var isHttps = gateway.Value.Issuer.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        cookie.Cookie.Name = isHttps ? "__Host-authserve-session" : "authserve-session";
        cookie.Cookie.Path = "/";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = isHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        cookie.ExpireTimeSpan = BrowserSessions.Lifetime;
        cookie.SlidingExpiration = false;
        cookie.TimeProvider = time;
    }
}
