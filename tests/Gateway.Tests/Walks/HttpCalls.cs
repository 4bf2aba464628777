using System.Net;
using System.Text;
using AuthServe.Gateway.Tests.Invitations;
using AuthServe.Support.Walks;
using Xunit;

namespace AuthServe.Gateway.Tests.Walks;

/// <summary>The commands of an organization over HTTP. Whoever acts signs in first: the scope of the token is what they hold then.</summary>
internal sealed class HttpCalls(Service service, Session owner) : IOrganizationCalls
{
    private readonly WorldReader _reader = new(service.Silo.Grains, new(Guid.Parse(owner.OrgId)));
    private readonly Dictionary<Guid, string> _names = new() { [Guid.Parse(owner.UserId)] = owner.Name };
    private readonly Dictionary<Guid, string> _secrets = [];
    private readonly Dictionary<Guid, string> _links = [];
    private int _sent;

    public Task<World> ReadAsync() => _reader.ReadAsync();

    public Task<bool> MayAsync(Guid account, string permission) => _reader.MayAsync(account, permission);

    public Task<Guid?> CreatePermissionAsync(Guid actor, string permission)
    {
        var parts = permission.Split('.');
        return DoAsync(actor, HttpMethod.Post, "/v1/permissions", new { service = parts[0], resource = parts[1], action = parts[2] });
    }

    public Task<Guid?> DeletePermissionAsync(Guid actor, string permission) => DoAsync(actor, HttpMethod.Delete, $"/v1/permissions/{permission}");

    public Task<Guid?> CreateRoleAsync(Guid actor, string role, string[] permissions) =>
        DoAsync(actor, HttpMethod.Post, "/v1/roles", new { name = role, permissions });

    public Task<Guid?> UpdateRoleAsync(Guid actor, string role, string[] permissions) =>
        DoAsync(actor, HttpMethod.Patch, $"/v1/roles/{role}", new { permissions });

    public Task<Guid?> DeleteRoleAsync(Guid actor, string role) => DoAsync(actor, HttpMethod.Delete, $"/v1/roles/{role}");

    public Task<Guid?> AttachAsync(Guid actor, string role, string permission) =>
        DoAsync(actor, HttpMethod.Put, $"/v1/roles/{role}/permissions/{permission}");

    public Task<Guid?> DetachAsync(Guid actor, string role, string permission) =>
        DoAsync(actor, HttpMethod.Delete, $"/v1/roles/{role}/permissions/{permission}");

    public Task<Guid?> ImportAsync(Guid actor, string[] permissions, IEnumerable<KeyValuePair<string, string[]>> roles)
    {
        var services = permissions.Select(permission => permission.Split('.')).GroupBy(parts => parts[0]).ToDictionary(
            found => found.Key,
            found => found.GroupBy(parts => parts[1]).ToDictionary(same => same.Key, same => same.ToDictionary(parts => parts[2], _ => new { })));
        return DoAsync(actor, HttpMethod.Put, "/v1/permissions:import", new
        {
            services,
            roles = roles.ToDictionary(role => role.Key, role => new { permissions = role.Value }),
        });
    }

    public async Task<Guid?> AddMemberAsync(Guid actor, string[] roles)
    {
        var name = Api.NewName();
        var body = new { username = name, primary_email = $"{name}@example.com", password = Api.Password, roles };
        if (await SendAsync(actor, HttpMethod.Post, "/v1/users", body) is not { } added) return null;
        var user = Guid.Parse(added["user_id"]);
        _names[user] = name;
        return user;
    }

    public async Task<Guid?> InviteAsync(Guid actor, string role)
    {
        var email = $"{Api.NewName()}@example.com";
        if (await SendAsync(actor, HttpMethod.Post, "/v1/invitations", new { email, role }) is not { } invited) return null;
        var id = Guid.Parse(invited["invitation_id"]);
        _links[id] = await service.ReceiveAsync(email);
        return id;
    }

    public Task<Guid?> RevokeInvitationAsync(Guid actor, Guid invitation) =>
        DoAsync(actor, HttpMethod.Delete, $"/v1/invitations/{invitation}");

    public async Task<Guid?> AcceptAsync(Guid invitation)
    {
        var name = Api.NewName();
        var accepted = await service.Api.AcceptAsync(_links[invitation], name);
        if (accepted.Status != HttpStatusCode.OK) return null;
        var user = Guid.Parse(accepted["user_id"]);
        _names[user] = name;
        return user;
    }

    public Task<Guid?> SetActiveAsync(Guid actor, Guid member, bool isActive) =>
        DoAsync(actor, HttpMethod.Patch, $"/v1/users/{member}", new { status = isActive ? "active" : "disabled" });

    public Task<Guid?> RemoveMemberAsync(Guid actor, Guid member) => DoAsync(actor, HttpMethod.Delete, $"/v1/users/{member}");

    public Task<Guid?> LeaveAsync(Guid member) => DoAsync(member, HttpMethod.Delete, $"/v1/me/memberships/{owner.OrgId}");

    public Task<Guid?> AssignAsync(Guid actor, Guid member, string role) => DoAsync(actor, HttpMethod.Put, $"/v1/users/{member}/roles/{role}");

    public Task<Guid?> UnassignAsync(Guid actor, Guid member, string role) => DoAsync(actor, HttpMethod.Delete, $"/v1/users/{member}/roles/{role}");

    public async Task<Guid?> CreateClientAsync(Guid actor, string[]? scopes)
    {
        if (await SendAsync(actor, HttpMethod.Post, "/v1/clients", new { name = "Walker", scopes }) is not { } created) return null;
        var client = Guid.Parse(created["client_id"]);
        _secrets[client] = created["client_secret"];
        return client;
    }

    public Task<Guid?> LimitClientAsync(Guid actor, Guid client, string[] scopes) =>
        DoAsync(actor, HttpMethod.Patch, $"/v1/clients/{client}", new { scopes });

    public async Task<Guid?> RotateSecretAsync(Guid actor, Guid client)
    {
        if (await SendAsync(actor, HttpMethod.Post, $"/v1/clients/{client}/secret", new { overlap_seconds = 0 }) is not { } rotated) return null;
        _secrets[client] = rotated["client_secret"];
        return Guid.Empty;
    }

    public Task<Guid?> DeleteClientAsync(Guid actor, Guid client) => DoAsync(actor, HttpMethod.Delete, $"/v1/clients/{client}");

    public Task<Guid?> AssignToClientAsync(Guid actor, Guid client, string role) =>
        DoAsync(actor, HttpMethod.Put, $"/v1/clients/{client}/roles/{role}");

    public Task<Guid?> UnassignFromClientAsync(Guid actor, Guid client, string role) =>
        DoAsync(actor, HttpMethod.Delete, $"/v1/clients/{client}/roles/{role}");

    private async Task<Guid?> DoAsync(Guid actor, HttpMethod method, string path, object? body = null) =>
        await SendAsync(actor, method, path, body) is null ? null : Guid.Empty;

    private async Task<Answer?> SendAsync(Guid actor, HttpMethod method, string path, object? body)
    {
        if (await TokenOfAsync(actor) is not { } token) return null;
        // In turn by both gateways: what one has changed holds at the other.
        var answer = await (_sent++ % 2 == 0 ? service.Api : service.OtherApi).SendAsync(method, path, body, token);
        if ((int)answer.Status is >= 200 and < 300) return answer;
        Assert.InRange((int)answer.Status, 400, 499);
        return null;
    }

    private async Task<string?> TokenOfAsync(Guid actor)
    {
        if (_secrets.TryGetValue(actor, out var secret)) return await TokenOfClientAsync(actor, secret);
        if (!_names.TryGetValue(actor, out var name)) return null;

        var answer = await service.Api.PostAsync("/v1/login", new { username = name, password = Api.Password });
        if (answer.Status == HttpStatusCode.OK) return answer["access_token"];
        // Disabled, without any right, or gone.
        Assert.InRange((int)answer.Status, 400, 499);
        return null;
    }

    private async Task<string?> TokenOfClientAsync(Guid client, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth2/token");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client}:{secret}")));
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]);
        var answer = await service.Api.SendAsync(request);
        return answer.Status == HttpStatusCode.OK ? answer["access_token"] : null;
    }
}
