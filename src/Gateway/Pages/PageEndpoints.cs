using Microsoft.AspNetCore.Antiforgery;

namespace AuthServe.Gateway.Pages;

/// <summary>What an endpoint says of the pages it answers.</summary>
internal static class PageEndpoints
{
    /// <summary>A person reads what this endpoint answers: its refusals are pages, not problem details.</summary>
    public static TBuilder AnswersWithPages<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(PageProblems.Metadata);

    /// <summary>
    /// Takes only posts of forms that a page of this service has shown to the same browser. The form is read here, before the handler: which
    /// therefore reads <see cref="HttpRequest.Form"/> and binds no body.
    /// </summary>
    public static TBuilder RequireAntiforgery<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.AnswersWithPages().AddEndpointFilter<TBuilder, AntiforgeryCheck>();
}
