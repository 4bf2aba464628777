using System.Text.Json;
using System.Text.Json.Nodes;

namespace AuthServe.Gateway.Tests.Input;

/// <summary>The requests that have a body, right as they stand, to be spoilt one member at a time.</summary>
public static class Requests
{
    private static readonly Request[] Known =
    [
        new(
            "signup", HttpMethod.Post, "/v1/signup",
            ["user", "user.username", "user.password", "user.primary_email", "organization", "organization.name"],
            ["user.display_name", "organization.domain", "organization.type", "organization.mfa_required"],
            """
            {"user":{"username":"{name}","password":"a long walk in May","primary_email":"{name}@example.com","display_name":"Alice"},
             "organization":{"name":"Example Ltd","domain":"example.com","type":"teams","mfa_required":false}}
            """),
        new(
            "login", HttpMethod.Post, "/v1/login", ["username", "password"], ["scope", "organization"],
            """
            {"username":"{name}","password":"a long walk in May",
             "scope":"auth.user.read","organization":"019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b"}
            """),
        new(
            "add user", HttpMethod.Post, "/v1/users", ["username", "primary_email"], ["password", "display_name", "roles", "roles[0]"],
            """
            {"username":"{name}","primary_email":"{name}@example.com","password":"a long walk in May","display_name":"Bob","roles":["user"]}
            """),
        new(
            "change user", HttpMethod.Patch, "/v1/users/{user}", [], ["display_name", "status"],
            """{"display_name":"Bob","status":"active"}"""),
        new(
            "change organization", HttpMethod.Patch, "/v1/organization", [], ["name", "domain", "type", "mfa_required"],
            """{"name":"Org","domain":"example.com","type":"teams","mfa_required":false}"""),
        new("delete organization", HttpMethod.Delete, "/v1/organization", ["confirm"], [], """{"confirm":"another name"}"""),
        new("ask for a new password", HttpMethod.Post, "/v1/password-resets", ["email"], [], """{"email":"{name}@example.com"}"""),
        new(
            "set a new password", HttpMethod.Post, "/v1/password-resets/confirm", ["token", "new_password"], [],
            """{"token":"no.token","new_password":"a long walk in May"}"""),
        new("confirm an address", HttpMethod.Post, "/v1/email-verifications", ["token"], [], """{"token":"no.token"}"""),
        new(
            "add role", HttpMethod.Post, "/v1/roles", ["name"], ["display_name", "permissions", "permissions[0]"],
            """{"name":"{name}","display_name":"Clerk","permissions":["auth.user.read"]}"""),
        new(
            "change role", HttpMethod.Patch, "/v1/roles/user", [], ["display_name", "permissions", "permissions[0]"],
            """{"display_name":"User","permissions":["auth.user.read"]}"""),
        new(
            "add permission", HttpMethod.Post, "/v1/permissions", ["service", "resource", "action"], ["description"],
            """{"service":"billing","resource":"{name}","action":"read","description":"Read"}"""),
        new(
            "add client", HttpMethod.Post, "/v1/clients", ["name"],
            [
                "type", "redirect_uris", "redirect_uris[0]", "post_logout_redirect_uris", "post_logout_redirect_uris[0]", "grant_types",
                "grant_types[0]", "scopes", "scopes[0]", "first_party", "token_endpoint_auth_method",
            ],
            """
            {"name":"{name}","type":"confidential","redirect_uris":["https://billing.example.com/callback"],
             "post_logout_redirect_uris":["https://billing.example.com/"],"grant_types":["authorization_code"],"scopes":["openid"],
             "first_party":true,"token_endpoint_auth_method":"client_secret_basic"}
            """),
        new(
            "change client", HttpMethod.Patch, "/v1/clients/019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b", [],
            [
                "name", "redirect_uris", "redirect_uris[0]", "post_logout_redirect_uris", "post_logout_redirect_uris[0]", "grant_types",
                "grant_types[0]", "scopes", "scopes[0]", "first_party", "token_endpoint_auth_method",
            ],
            """
            {"name":"{name}","redirect_uris":["https://billing.example.com/callback"],
             "post_logout_redirect_uris":["https://billing.example.com/"],"grant_types":["authorization_code"],"scopes":["openid"],
             "first_party":true,"token_endpoint_auth_method":"client_secret_basic"}
            """),
    ];

    public static IReadOnlyDictionary<string, Request> All { get; } = Known.ToDictionary(request => request.Name, StringComparer.Ordinal);

    /// <summary>One such request.</summary>
    /// <param name="Name">What it asks for.</param>
    /// <param name="Method">HTTP method.</param>
    /// <param name="Path">Path, where <c>{user}</c> stands for the id of a user.</param>
    /// <param name="Required">Members that must be there; dots lead into objects.</param>
    /// <param name="Optional">Members that may be there, elements of arrays among them.</param>
    /// <param name="Body">JSON, where <c>{name}</c> stands for a name nobody has.</param>
    public sealed record Request(
        string Name, HttpMethod Method, string Path, string[] Required, string[] Optional, string Body)
    {
        public IEnumerable<string> Members => Required.Concat(Optional);

        /// <summary>The members that are texts.</summary>
        public IEnumerable<string> Texts
        {
            get
            {
                var body = NewBody();
                return Members.Where(member => Find(body, member) is JsonValue value && value.GetValueKind() == JsonValueKind.String);
            }
        }

        public JsonObject NewBody() => JsonNode.Parse(Body.Replace("{name}", Api.NewName(), StringComparison.Ordinal))!.AsObject();

        /// <summary>Sends any body, as somebody who may ask for it.</summary>
        public Task<Answer> SendAsync(Session session, object? body) =>
            session.Api.SendAsync(Method, Path.Replace("{user}", session.UserId, StringComparison.Ordinal), body, session.Token);

        /// <summary>Sends the right body with one member replaced by other JSON; null takes it away.</summary>
        public Task<Answer> SendAsync(Session session, string member, string? json)
        {
            var body = NewBody();
            Put(body, member, json);
            return SendAsync(session, body);
        }
    }

    private static JsonNode? Find(JsonNode body, string member) => member.EndsWith("[0]", StringComparison.Ordinal)
        ? Find(body, member[..^3])!.AsArray()[0]
        : member.Split('.').Aggregate(body, (at, name) => at[name]!);

    private static void Put(JsonObject body, string member, string? json)
    {
        var path = member.Split('.');
        var parent = path[..^1].Aggregate(body, (at, name) => at[name]!.AsObject());
        var value = json is null ? null : JsonNode.Parse(json);
        if (path[^1].EndsWith("[0]", StringComparison.Ordinal)) parent[path[^1][..^3]]!.AsArray()[0] = value;
        else if (json is null) parent.Remove(path[^1]);
        else parent[path[^1]] = value;
    }
}
