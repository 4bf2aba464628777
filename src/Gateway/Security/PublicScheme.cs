using Microsoft.Extensions.Options;

namespace AuthServe.Gateway.Security;

internal static class PublicScheme
{
    /// <summary>
    /// Serves every request as one of the scheme of the issuer, which is the public address: TLS ends in front of the gateway. Cookies are
    /// Secure by it, whatever the last hop was and whatever headers it wrote.
    /// </summary>
    public static void UsePublicScheme(this IApplicationBuilder app)
    {
        var scheme = new Uri(app.ApplicationServices.GetRequiredService<IOptions<GatewayOptions>>().Value.Issuer).Scheme;
        app.Use((context, next) =>
        {
            context.Request.Scheme = scheme;
            return next(context);
        });
    }
}
