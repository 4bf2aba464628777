using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth;

/// <summary>A client of the organization of a session, as a developer would write one by hand.</summary>
public sealed record RelyingParty(Session Owner, string Id, string? Secret, string RedirectUri)
{
    public const string Callback = "https://app.example/callback";
    public const string AfterLogout = "https://app.example/bye";

    /// <summary>Registers a client. What is null is left out.</summary>
    public static async Task<RelyingParty> RegisterAsync(
        Session owner, bool isPublic = false, bool isFirstParty = true, string[]? grantTypes = null, string[]? scopes = null, JsonNode? jwks = null)
    {
        var types = grantTypes ?? ["authorization_code", "refresh_token"];
        var body = new JsonObject
        {
            ["name"] = "Test app",
            ["type"] = isPublic ? "public" : "confidential",
            ["grant_types"] = new JsonArray([.. types.Select(type => JsonValue.Create(type))]),
            ["first_party"] = isFirstParty,
        };
        if (types.Contains("authorization_code"))
        {
            body["redirect_uris"] = new JsonArray(Callback);
            body["post_logout_redirect_uris"] = new JsonArray(AfterLogout);
        }

        if (scopes is not null) body["scopes"] = new JsonArray([.. scopes.Select(scope => JsonValue.Create(scope))]);
        if (jwks is not null) (body["jwks"], body["token_endpoint_auth_method"]) = (jwks, "private_key_jwt");
        var made = (await owner.PostAsync("/v1/clients", body)).Expect(HttpStatusCode.Created);
        return new(owner, made["client_id"], (string?)made.Json["client_secret"], Callback);
    }

    /// <summary>The same client at another gateway.</summary>
    public RelyingParty At(Api api) => this with { Owner = Owner.At(api) };

    /// <summary>The path of an authorization request with PKCE; parameters given replace or, with null, remove the usual ones.</summary>
    public string AuthorizePath(string verifier, string scope = "openid", params IEnumerable<(string Name, string? Value)> parameters)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = Id,
            ["response_type"] = "code",
            ["redirect_uri"] = RedirectUri,
            ["scope"] = scope,
            ["state"] = "the-state",
            ["nonce"] = "the-nonce",
            ["code_challenge"] = ChallengeOf(verifier),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in parameters) all[name] = value;
        return "/oauth2/authorize?" + string.Join('&', all.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}"));
    }

    /// <summary>Signs a user in with a browser; the code.</summary>
    public async Task<string> GetCodeAsync(string login, string verifier, string scope = "openid", Browser? browser = null)
    {
        var page = await (browser ?? new Browser(Owner.Api.Http)).GoThroughAsync(AuthorizePath(verifier, scope), login);
        Assert.True(page.Query.ContainsKey("code"), $"No code: {page.Location}");
        return page.Query["code"];
    }

    /// <summary>Signs a user in with a browser and exchanges the code.</summary>
    public async Task<Answer> SignInAsync(string login, string scope = "openid offline_access", Browser? browser = null)
    {
        var verifier = NewVerifier();
        var code = await GetCodeAsync(login, verifier, scope, browser);
        return (await RedeemAsync(code, verifier)).Expect(HttpStatusCode.OK);
    }

    public Task<Answer> RedeemAsync(string code, string verifier) => TokenAsync(
        ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", RedirectUri), ("code_verifier", verifier));

    public Task<Answer> RefreshAsync(string refreshToken) => TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    public Task<Answer> TokenAsync(params IEnumerable<(string Name, string Value)> form) => PostAsync("/oauth2/token", form);

    public Task<Answer> IntrospectAsync(string token) => PostAsync("/oauth2/introspect", ("token", token));

    public Task<Answer> RevokeAsync(string token) => PostAsync("/oauth2/revoke", ("token", token));

    /// <summary>Whether introspection calls the token active.</summary>
    public async Task<bool> IsActiveAsync(string token) =>
        (await IntrospectAsync(token)).Expect(HttpStatusCode.OK).Json["active"]!.GetValue<bool>();

    /// <summary>Posts a form as this client: by HTTP Basic authentication, or by name alone when it has no secret.</summary>
    public async Task<Answer> PostAsync(string path, params IEnumerable<(string Name, string Value)> form)
    {
        var fields = form.Select(field => KeyValuePair.Create(field.Name, field.Value)).ToList();
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (Secret is null) fields.Add(KeyValuePair.Create("client_id", Id));
        else request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Id}:{Secret}")));
        request.Content = new FormUrlEncodedContent(fields);
        return await Owner.Api.SendAsync(request);
    }

    public static string NewVerifier() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    public static string ChallengeOf(string verifier) => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
