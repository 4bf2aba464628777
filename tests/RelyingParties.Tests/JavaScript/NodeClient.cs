using System.Text.Json.Nodes;
using AuthServe.RelyingParties.Tests.Browsing;
using AuthServe.RelyingParties.Tests.Programs;

namespace AuthServe.RelyingParties.Tests.JavaScript;

/// <summary>A client library for JavaScript, on Node.</summary>
internal static class NodeClient
{
    /// <summary>Where browsers come back to; only the address that they are sent to matters, so nothing listens there.</summary>
    public const string RedirectUri = "http://127.0.0.1:9/callback";

    /// <summary>Where browsers come back to after signing out.</summary>
    public const string PostLogoutRedirectUri = "http://127.0.0.1:9/goodbye";

    /// <summary>A client of a person that reaches for everything.</summary>
    public const string Scope = "openid profile email offline_access " + ClientRegistration.Permission;

    /// <summary>Registers a client of its own for one flow and runs the flow, in a fresh browser.</summary>
    public static async Task<JsonNode> RunAsync(
        Service service, string program, string flow, ClientRegistration registration, string scope = Scope, ClientKey? key = null)
    {
        var client = await service.RegisterAsync(registration with
        {
            RedirectUris = [RedirectUri],
            PostLogoutRedirectUris = [PostLogoutRedirectUri],
            Jwks = key?.PublicKeys,
        });
        var settings = new JsonObject
        {
            ["issuer"] = service.Issuer,
            ["client_id"] = client.Id,
            ["client_secret"] = client.Secret,
            ["private_key"] = key?.PrivateKey,
            ["redirect_uri"] = RedirectUri,
            ["post_logout_redirect_uri"] = PostLogoutRedirectUri,
            ["scope"] = scope,
        };
        using var visitor = new Visitor(service.Owner);
        return await ScriptedClient.RunAsync(Installed.Node, [Path.Combine(Installed.NodeFolder, program), flow], settings, visitor);
    }
}
