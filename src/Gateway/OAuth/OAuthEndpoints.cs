using System.Diagnostics;
using AuthServe.Gateway.Limits;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Security;

namespace AuthServe.Gateway.OAuth;

/// <summary>
/// The routes of the endpoints that OpenIddict answers: it does so where authentication runs, before an endpoint would. They are here so
/// that routing lets them through, and for the document.
/// </summary>
internal static class OAuthEndpoints
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Json = "application/json";

    public static void MapOAuth(this IEndpointRouteBuilder app)
    {
        app.MapFormPost<TokenRequestModel>(OAuthPaths.Token, "token", "Exchange a code, a refresh token or the client's own credentials for tokens")
            .Produces<OAuthTokenModel>(StatusCodes.Status200OK, Json).LimitedAsTokens();
        app.MapFormPost<TokenQueryModel>(OAuthPaths.Introspect, "introspect", "Ask what a token stands for at this moment")
            .Produces<IntrospectionModel>(StatusCodes.Status200OK, Json);
        app.MapFormPost<TokenQueryModel>(OAuthPaths.Revoke, "revoke", "End a token: a refresh token with its whole session, an access token by itself")
            .Produces(StatusCodes.Status200OK).LimitedAsTokens();
        app.MapFormPost<DeviceRequestModel>(OAuthPaths.Device, "authorizeDevice", "Ask for a device to be let in by its user")
            .Produces<DeviceModel>(StatusCodes.Status200OK, Json).LimitedAsTokens();
        app.MapFormPost<PushedRequestModel>(OAuthPaths.Par, "pushAuthorizationRequest", "Send an authorization request ahead of its browser")
            .Produces<PushedModel>(StatusCodes.Status201Created, Json).LimitedAsTokens();
        app.MapGet("/" + OAuthPaths.UserInfo, Answered)
            .WithName("getUserInfo").WithTags(ApiTags.OAuth).WithSummary("Who the user of the access token is")
            .Produces<UserInfoModel>(StatusCodes.Status200OK, Json)
            .Produces<OAuthErrorModel>(StatusCodes.Status401Unauthorized, Json)
            .Produces<OAuthErrorModel>(StatusCodes.Status403Forbidden, Json)
            .AllowAnonymous();
        app.MapMetadata(OAuthPaths.OpenIdConfiguration, "getOpenIdConfiguration", "The metadata of OpenID Connect Discovery 1.0");
        app.MapMetadata(OAuthPaths.AuthorizationServer, "getAuthorizationServerMetadata", "The same metadata (RFC 8414)");
        app.MapUnforeseenMethods();
    }

    private static RouteHandlerBuilder MapFormPost<TForm>(this IEndpointRouteBuilder app, string path, string name, string summary)
        where TForm : notnull =>
        app.MapPost("/" + path, Answered)
            .WithName(name).WithTags(ApiTags.OAuth).WithSummary(summary)
            .WithMetadata(BodyLimit.Default, new FormMetadata(typeof(TForm)))
            .Produces<OAuthErrorModel>(StatusCodes.Status400BadRequest, Json)
            .Produces<OAuthErrorModel>(StatusCodes.Status401Unauthorized, Json)
            .Produces<OAuthErrorModel>(StatusCodes.Status429TooManyRequests, Json)
            .Produces<OAuthErrorModel>(StatusCodes.Status503ServiceUnavailable, Json)
            .AllowAnonymous();

    private static void MapMetadata(this IEndpointRouteBuilder app, string path, string name, string summary) =>
        app.MapGet("/" + path, Answered)
            .WithName(name).WithTags(ApiTags.OAuth).WithSummary(summary)
            .Produces(StatusCodes.Status200OK, contentType: Json)
            .AllowAnonymous();

    // A wrong method is an error of the protocol, too.
    private static void MapUnforeseenMethods(this IEndpointRouteBuilder app)
    {
        foreach (var path in (string[])[OAuthPaths.Token, OAuthPaths.Introspect, OAuthPaths.Revoke, OAuthPaths.Device, OAuthPaths.Par, OAuthPaths.UserInfo])
            app.Map("/" + path, Answered).WithMetadata(BodyLimit.Default).WithOrder(1).ExcludeFromDescription().AllowAnonymous();
    }

    private static IResult Answered(HttpRequest request) =>
        throw new UnreachableException($"{request.Path} is answered where authentication runs.");
}

/// <summary>What form an endpoint reads, for the document alone: routing refuses no content type, the protocol does.</summary>
internal sealed record FormMetadata(Type Type)
{
    public const string ContentType = "application/x-www-form-urlencoded";
}
