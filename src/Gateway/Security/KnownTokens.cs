using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace AuthServe.Gateway.Security;

/// <summary>
/// A token that was found valid before says who calls without the machinery of authentication, which finds the same at several times the cost.
/// Whatever else comes goes through that.
/// </summary>
internal static class KnownTokens
{
    private const string Scheme = "Bearer ";

    // What UseAuthentication notes, and looks for in the whole application alone. Without it ASP.NET Core puts authentication before everything else.
    private const string IsPlaced = "__AuthenticationMiddlewareSet";

    /// <summary>Finds out who calls.</summary>
    public static void UseTokens(this IApplicationBuilder app)
    {
        var keys = app.ApplicationServices.GetRequiredService<TokenKeys>();
        var time = app.ApplicationServices.GetRequiredService<TimeProvider>();
        app.Properties[IsPlaced] = true;
        app.UseWhen(context => !TrySetUser(context, keys, time), static others => others.UseAuthentication());
    }

    private static bool TrySetUser(HttpContext context, TokenKeys keys, TimeProvider time)
    {
        // OAuth's endpoints and the pages have ways of their own to know somebody, and those for everybody do not ask.
        if (context.GetEndpoint()?.Metadata is not { } endpoint || endpoint.GetMetadata<AuthorizationPolicy>() is null) return false;
        if (endpoint.GetMetadata<IAllowAnonymous>() is not null) return false;
        if (context.Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;
        if (keys.Find(header.AsSpan(Scheme.Length).Trim(), time.GetUtcNow()) is not { } known) return false;
        context.User = new ClaimsPrincipal(known);
        return true;
    }
}
