using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace AuthServe.Gateway.Tests;

/// <summary>Calls a gateway as a client does: nothing here knows the gateway's own types.</summary>
public sealed class Api(HttpClient http)
{
    /// <summary>What every account made by tests has.</summary>
    public const string Password = "a long walk in May";

    public HttpClient Http => http;

    public static string NewName() => "u" + Guid.NewGuid().ToString("N")[..12];

    public Task<Answer> GetAsync(string path, string? token = null) => SendAsync(HttpMethod.Get, path, null, token);

    public Task<Answer> PostAsync(string path, object? body, string? token = null) => SendAsync(HttpMethod.Post, path, body, token);

    public Task<Answer> PatchAsync(string path, object? body, string? token = null) => SendAsync(HttpMethod.Patch, path, body, token);

    public Task<Answer> PutAsync(string path, string? token = null) => SendAsync(HttpMethod.Put, path, null, token);

    public Task<Answer> DeleteAsync(string path, string? token = null) => SendAsync(HttpMethod.Delete, path, null, token);

    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body, string? token)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            _ => JsonContent.Create(body),
        };
        return await SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers);
    }

    /// <summary>A new organization; its owner is signed in.</summary>
    public async Task<Session> SignUpAsync(string? name = null)
    {
        name ??= NewName();
        var answer = (await PostAsync("/v1/signup", SignUpBody(name))).Expect(HttpStatusCode.Created);
        return await SignInAsync(name) with { OrgId = answer["org_id"], UserId = answer["user_id"] };
    }

    public static object SignUpBody(string name, string? email = null) => new
    {
        user = new { username = name, password = Password, primary_email = email ?? $"{name}@example.com" },
        organization = new { name = $"Org of {name}" },
    };

    public async Task<Session> SignInAsync(string name, string? scope = null)
    {
        var body = new JsonObject { ["username"] = name, ["password"] = Password };
        if (scope is not null) body["scope"] = scope;
        var answer = (await PostAsync("/v1/login", body)).Expect(HttpStatusCode.OK);
        return new(this, name, answer["access_token"], "", "");
    }

    /// <summary>Adds a member with these roles and signs them in.</summary>
    public async Task<Session> AddUserAsync(Session owner, params string[] roles)
    {
        var name = NewName();
        var added = await PostAsync(
            "/v1/users", new { username = name, primary_email = $"{name}@example.com", password = Password, roles }, owner.Token);
        added.Expect(HttpStatusCode.Created);
        return await SignInAsync(name) with { OrgId = owner.OrgId, UserId = added["user_id"] };
    }
}

/// <summary>Somebody who is signed in.</summary>
public sealed record Session(Api Api, string Name, string Token, string OrgId, string UserId)
{
    public Task<Answer> GetAsync(string path) => Api.GetAsync(path, Token);

    public Task<Answer> PostAsync(string path, object? body) => Api.PostAsync(path, body, Token);

    public Task<Answer> PatchAsync(string path, object? body) => Api.PatchAsync(path, body, Token);

    public Task<Answer> PutAsync(string path) => Api.PutAsync(path, Token);

    public Task<Answer> DeleteAsync(string path) => Api.DeleteAsync(path, Token);

    /// <summary>The same session at another gateway.</summary>
    public Session At(Api api) => this with { Api = api };

    /// <summary>Adds a permission to the catalogue and a role that carries it.</summary>
    public async Task AddRoleAsync(string role, params string[] permissions)
    {
        foreach (var permission in permissions.Where(permission => !permission.StartsWith("auth.", StringComparison.Ordinal)))
        {
            var parts = permission.Split('.');
            await PostAsync("/v1/permissions", new { service = parts[0], resource = parts[1], action = parts[2] });
        }

        (await PostAsync("/v1/roles", new { name = role, permissions })).Expect(HttpStatusCode.Created);
    }

    /// <summary>Asks whether a user may do something; oneself unless another is named.</summary>
    public async Task<bool> MayAsync(string permission, string? subject = null)
    {
        var dot = permission.LastIndexOf('.');
        var answer = await PostAsync("/access/v1/evaluation", new
        {
            subject = new { type = "user", id = subject ?? UserId },
            action = new { name = permission[(dot + 1)..] },
            resource = new { type = permission[..dot], id = "*" },
        });
        return answer.Expect(HttpStatusCode.OK).Json["decision"]!.GetValue<bool>();
    }
}

/// <summary>An HTTP answer.</summary>
public sealed record Answer(HttpStatusCode Status, string Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonNode Json => JsonNode.Parse(Body) ?? throw new JsonException("The answer is null.");

    /// <summary>A text member of the answer.</summary>
    public string this[string member] => Json[member]!.GetValue<string>();

    /// <summary>The code of a problem.</summary>
    public string Code => this["code"];

    public IEnumerable<JsonNode> Items => Json["items"]!.AsArray().Select(item => item!);

    public Answer Expect(HttpStatusCode status)
    {
        Assert.True(Status == status, $"Expected {(int)status}, was {(int)Status}: {Body}");
        return this;
    }

    /// <summary>Expects a problem with this status and code.</summary>
    public void ExpectProblem(HttpStatusCode status, string code)
    {
        Expect(status);
        Assert.Equal("application/problem+json", ContentHeaders.ContentType?.MediaType);
        Assert.Equal(code, Code);
    }
}
