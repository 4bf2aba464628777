using System.ComponentModel;
using AuthServe.Gateway.Json;

namespace AuthServe.Gateway.OAuth;

/// <summary>Writes what goes wrong before OpenIddict reads a request, in the form the protocol gives errors (RFC 6749, section 5.2).</summary>
internal static class OAuthErrors
{
    private const string ContentType = "application/json";

    /// <summary>Whether the request is for an endpoint of OAuth, known or not.</summary>
    public static bool Owns(HttpRequest request) => request.Path.StartsWithSegments(OAuthPaths.Root);

    public static Task WriteAsync(HttpContext context, int status, string description)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new OAuthErrorModel(ErrorOf(status), description), GatewayJson.Http.OAuthErrorModel, ContentType, context.RequestAborted);
    }

    private static string ErrorOf(int status) => status switch
    {
        StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests => "temporarily_unavailable",
        >= StatusCodes.Status500InternalServerError => "server_error",
        _ => "invalid_request",
    };
}

/// <summary>An error of OAuth (RFC 6749, section 5.2).</summary>
internal sealed record OAuthErrorModel(
    [property: Description("Stable name, from the RFCs.")] string Error,
    [property: Description("For a developer.")] string ErrorDescription);
