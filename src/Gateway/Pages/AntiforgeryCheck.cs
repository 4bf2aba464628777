using AuthServe.Gateway.Security;
using Microsoft.AspNetCore.Antiforgery;

namespace AuthServe.Gateway.Pages;

/// <summary>Refuses a form without the antiforgery token that belongs to the browser's cookie.</summary>
internal sealed class AntiforgeryCheck(IAntiforgery antiforgery, TokenKeys keys) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // Throws while there are no keys. The framework would call every token forged then.
        _ = keys.Current;
        await antiforgery.ValidateRequestAsync(context.HttpContext);
        return await next(context);
    }
}
