using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;

namespace AuthServe.Gateway.Pages;

internal static class PagesHosting
{
    /// <summary>The name of the field that carries a form's antiforgery token.</summary>
    public const string AntiforgeryField = "csrf";

    // Their content changes with their path.
    private const string CacheControl = "public, max-age=31536000, immutable";

    /// <summary>Adds the hosted pages and what keeps others from posting their forms.</summary>
    public static void AddPages(this IServiceCollection services)
    {
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<IOptions<GatewayOptions>>(Configure);
    }

    /// <summary>Maps what pages load.</summary>
    public static void MapPages(this IEndpointRouteBuilder app) =>
        app.MapGet(PageAssets.StylesheetPath, GetStylesheet).ExcludeFromDescription().AllowAnonymous();

    private static void Configure(AntiforgeryOptions antiforgery, IOptions<GatewayOptions> gateway)
    {
        var isHttps = gateway.Value.Issuer.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        antiforgery.FormFieldName = AntiforgeryField;
        antiforgery.HeaderName = null;
        antiforgery.SuppressXFrameOptionsHeader = true;
        antiforgery.Cookie.Name = isHttps ? "__Host-authserve-csrf" : "authserve-csrf";
        antiforgery.Cookie.Path = "/";
        antiforgery.Cookie.HttpOnly = true;
        antiforgery.Cookie.SameSite = SameSiteMode.Strict;
        antiforgery.Cookie.SecurePolicy = isHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
    }

    private static IResult GetStylesheet(HttpResponse response)
    {
        response.Headers.CacheControl = CacheControl;
        return Results.Bytes(PageAssets.Stylesheet, "text/css; charset=utf-8");
    }
}
