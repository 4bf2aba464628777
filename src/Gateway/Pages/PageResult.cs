using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace AuthServe.Gateway.Pages;

/// <summary>
/// A page on its way out. It is rendered as a whole before the answer starts, so what fails meanwhile is answered as everywhere.
/// </summary>
/// <param name="Component">The component, with a parameter <c>View</c> and, when there is a form, <c>Csrf</c>.</param>
/// <param name="View">What it shows.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="FormTargets">Where its form may lead.</param>
internal sealed record PageResult(Type Component, object View, int Status, FormTargets FormTargets) : IResult
{
    private const string ContentType = "text/html; charset=utf-8";

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var html = await RenderAsync(httpContext);
        httpContext.Features.Set(new PagePolicy(FormTargets));
        httpContext.Response.StatusCode = Status;
        httpContext.Response.ContentType = ContentType;
        await httpContext.Response.WriteAsync(html, httpContext.RequestAborted);
    }

    private async Task<string> RenderAsync(HttpContext context)
    {
        var parameters = ParametersOf(context);
        await using var renderer = new HtmlRenderer(context.RequestServices, context.RequestServices.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(
            async () => (await renderer.RenderComponentAsync(Component, parameters)).ToHtmlString());
    }

    private ParameterView ParametersOf(HttpContext context)
    {
        var parameters = new Dictionary<string, object?> { ["View"] = View };
        if (FormTargets != FormTargets.None)
            parameters["Csrf"] = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        return ParameterView.FromDictionary(parameters);
    }
}
