using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>An authorization request, with what pages have said about it since.</summary>
internal sealed class AuthorizeRequest(HttpContext context)
{
    /// <summary>Says since when a password has to be given.</summary>
    public const string SinceParameter = "authserve_since";

    /// <summary>Says what the user decided.</summary>
    public const string DecisionParameter = "authserve_decision";

    /// <summary>The HTTP request it came with.</summary>
    public HttpContext Context => context;

    /// <summary>Its parameters; those that were pushed, if they were.</summary>
    public OpenIddictRequest Parameters { get; } = context.GetOpenIddictServerRequest()!;

    /// <summary>The same request as an address, so that pages can come back to it; without what they said before.</summary>
    public string Address { get; } = AddressOf(context.Request);

    /// <summary>Whether it wants an answer without showing anything (OpenID Connect Core 1.0, section 3.1.2.1).</summary>
    public bool IsSilent => Parameters.HasPromptValue(PromptValues.None);

    /// <summary>Where the steps of OpenIddict keep what belongs to it.</summary>
    public OpenIddictServerTransaction Transaction => context.Features.Get<OpenIddictServerAspNetCoreFeature>()!.Transaction!;

    /// <summary>What a page has said, sealed; null when none has.</summary>
    public string? Said(string parameter) => context.Request.Query[parameter];

    private static string AddressOf(HttpRequest request)
    {
        var parameters = request.HasFormContentType ? request.Form.AsEnumerable() : request.Query;
        var query = QueryString.Create(parameters.Where(parameter => parameter.Key is not (SinceParameter or DecisionParameter)));
        return "/" + OAuthPaths.Authorize + query;
    }
}
