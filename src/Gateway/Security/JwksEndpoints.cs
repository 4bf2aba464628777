using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;

namespace AuthServe.Gateway.Security;

internal static class JwksEndpoints
{
    // Short beside the day for which a key is published before it signs.
    private const string CacheControl = "public, max-age=300";

    public static void MapJwks(this IEndpointRouteBuilder app) =>
        app.MapGet("/.well-known/jwks.json", Get)
            .WithName("getJwks").WithTags(ApiTags.Operations)
            .WithSummary("The public keys that verify access tokens")
            .WithDescription("A JWK set (RFC 7517). A new key is here for a day before it signs.")
            .Produces<JwksModel>(StatusCodes.Status200OK, "application/json")
            .Refuses(ProblemCodes.ServiceUnavailable)
            .AllowAnonymous();

    private static IResult Get(TokenKeys keys, HttpResponse response)
    {
        var set = keys.Current.Jwks;
        response.Headers.CacheControl = CacheControl;
        return Results.Bytes(set, "application/json");
    }
}
