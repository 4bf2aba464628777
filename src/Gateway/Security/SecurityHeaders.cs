using AuthServe.Gateway.Pages;

namespace AuthServe.Gateway.Security;

internal static class SecurityHeaders
{
    // Swagger UI writes style attributes; everything else it needs comes from here.
    private const string DocumentationPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string ApiPolicy = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Adds the headers that limit what a browser does with an answer, and keeps answers of the API out of caches.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        context.Response.OnStarting(static state => Add((HttpContext)state), context);
        return next(context);
    });

    private static Task Add(HttpContext context)
    {
        var headers = context.Response.Headers;
        var isDocumentation = context.Request.Path.StartsWithSegments("/docs");
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = isDocumentation ? DocumentationPolicy : ApiPolicy;
        if (!isDocumentation && headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
        if (context.Features.Get<PagePolicy>() is { } page) AddForPage(headers, page);
        return Task.CompletedTask;
    }

    // A page holds a person's session: no frame shows it, no window that opened it can reach it, nothing keeps it.
    private static void AddForPage(IHeaderDictionary headers, PagePolicy page)
    {
        headers.ContentSecurityPolicy = page.ContentSecurity;
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }
}
