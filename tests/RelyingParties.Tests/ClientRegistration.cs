using System.Text.Json.Nodes;

namespace AuthServe.RelyingParties.Tests;

/// <summary>What an administrator says of a client. Unless told otherwise: a web application of somebody else, with a secret.</summary>
public sealed record ClientRegistration(string Name)
{
    /// <summary>The permission that clients here may be given, besides the scopes of OpenID Connect.</summary>
    public const string Permission = "auth.user.read";

    /// <summary>The method of authentication that is a secret in the request's header.</summary>
    public const string SecretInHeader = "client_secret_basic";

    /// <summary>The method of authentication that is a secret in the request's body.</summary>
    public const string SecretInBody = "client_secret_post";

    /// <summary>The method of authentication that is an assertion signed by the client.</summary>
    public const string SignedAssertion = "private_key_jwt";

    /// <summary>How a client without credentials says so.</summary>
    public const string NoAuthentication = "none";

    /// <summary>Where browsers come back to; nothing has to listen there when the browser is a <see cref="Browsing.Visitor"/>.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>Where browsers come back to after signing out.</summary>
    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    public IReadOnlyList<string> GrantTypes { get; init; } = ["authorization_code", "refresh_token"];

    public string Authentication { get; init; } = SecretInHeader;

    /// <summary>Whether users are spared the question for their consent.</summary>
    public bool FirstParty { get; init; }

    /// <summary>The public keys of a client that signs.</summary>
    public JsonNode? Jwks { get; init; }

    /// <summary>Roles of the client itself, for what it does without a user.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The body of <c>POST /v1/clients</c>.</summary>
    public JsonObject ToJson()
    {
        var body = new JsonObject
        {
            ["name"] = Name,
            ["type"] = Authentication is NoAuthentication ? "public" : "confidential",
            ["redirect_uris"] = Array(RedirectUris),
            ["post_logout_redirect_uris"] = Array(PostLogoutRedirectUris),
            ["grant_types"] = Array(GrantTypes),
            ["scopes"] = Array(["openid", "profile", "email", "offline_access", Permission]),
            ["first_party"] = FirstParty,
            ["token_endpoint_auth_method"] = Authentication,
        };
        if (Jwks is not null) body["jwks"] = Jwks.DeepClone();
        return body;
    }

    private static JsonArray Array(IEnumerable<string> values) => [.. values.Select(value => JsonValue.Create(value))];
}
