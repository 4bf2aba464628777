using System.Text.Json.Nodes;
using AuthServe.Faults.Histories;

namespace AuthServe.Faults.Load;

/// <summary>
/// An organization with two users who hold one of two permissions at a time: one by roles that are assigned and taken, the other by a role
/// that is changed.
/// </summary>
internal sealed class Tenant
{
    public static readonly string[] Permissions = ["a", "b"];
    private const string Password = "a long walk in May";

    // A client that has to wait longer asks another gateway.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly IReadOnlyList<HttpClient> _gateways;
    private readonly string _name = $"org{Guid.NewGuid():N}"[..20];
    private string _owner = "";

    private Tenant(IReadOnlyList<HttpClient> gateways) => _gateways = gateways;

    public IReadOnlyList<Subject> Subjects { get; private set; } = [];

    public static async Task<Tenant> FoundAsync(IReadOnlyList<HttpClient> gateways)
    {
        var tenant = new Tenant(gateways);
        await tenant.DoAsync(HttpMethod.Post, "/v1/signup", new
        {
            user = new { username = tenant._name, password = Password, primary_email = $"{tenant._name}@example.com" },
            organization = new { name = tenant._name },
        });
        tenant._owner = await tenant.LoginAsync(tenant._name);
        foreach (var action in Permissions)
        {
            await tenant.DoAsync(HttpMethod.Post, "/v1/permissions", new { service = "svc", resource = "doc", action });
            await tenant.DoAsync(HttpMethod.Post, "/v1/roles", new { name = $"r{action}", permissions = new[] { $"svc.doc.{action}" } });
        }

        await tenant.DoAsync(HttpMethod.Post, "/v1/roles", new { name = "rc" });
        tenant.Subjects = [await tenant.AddAsync("x", null), await tenant.AddAsync("y", "rc")];
        return tenant;
    }

    /// <summary>Sends a change once; <paramref name="key"/> makes it safe to send again.</summary>
    public Task<Reply> ChangeAsync(int gateway, Subject subject, string action, bool grant, string key)
    {
        var path = subject.IsAssigned ? $"/v1/users/{subject.Id}/roles/r{action}" : $"/v1/roles/rc/permissions/svc.doc.{action}";
        return _gateways[gateway].SendAsync(grant ? HttpMethod.Put : HttpMethod.Delete, path, null, _owner, key, Patience);
    }

    /// <summary>What the log's chain says; null when it verifies.</summary>
    public async Task<string?> VerifyLogAsync()
    {
        var found = await DoAsync(HttpMethod.Get, "/v1/audit/verify", null);
        return found["valid"]?.GetValue<bool>() == true ? null : found.ToJsonString();
    }

    private async Task<Subject> AddAsync(string suffix, string? role)
    {
        var name = _name + suffix;
        var roles = role is null ? Array.Empty<string>() : [role];
        var added = await DoAsync(HttpMethod.Post, "/v1/users", new { username = name, password = Password, primary_email = $"{name}@example.com", roles });
        return new(this, name, added["user_id"]!.GetValue<string>(), await LoginAsync(name), role is null);
    }

    private async Task<string> LoginAsync(string name) =>
        (await DoAsync(HttpMethod.Post, "/v1/login", new { username = name, password = Password }))["access_token"]!.GetValue<string>();

    private async Task<JsonNode> DoAsync(HttpMethod method, string path, object? body)
    {
        var key = method == HttpMethod.Get || path == "/v1/login" ? null : Guid.NewGuid().ToString();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (var attempt = 0; ; attempt++)
        {
            var reply = await _gateways[attempt % _gateways.Count].SendAsync(method, path, body, _owner.Length == 0 ? null : _owner, key);
            if (reply.IsSuccess) return reply.Body ?? new JsonObject();
            if (!reply.IsUnavailable || patience.IsCancellationRequested) throw new InvalidOperationException($"{method} {path}: {reply.Text}");
        }
    }
}

/// <summary>A user whose rights are given and taken, and asked for with the user's own token.</summary>
internal sealed record Subject(Tenant Tenant, string Name, string Id, string Token, bool IsAssigned)
{
    public Right Right(string action) => new(Name, action);

    /// <summary>Asks for both permissions in one question.</summary>
    public Task<Reply> AskAsync(HttpClient gateway) => gateway.SendAsync(HttpMethod.Post, "/access/v1/evaluations", new
    {
        subject = new { type = "user", id = Id },
        resource = new { type = "svc.doc", id = "1" },
        evaluations = Load.Tenant.Permissions.Select(name => new { action = new { name } }),
    }, Token);
}
