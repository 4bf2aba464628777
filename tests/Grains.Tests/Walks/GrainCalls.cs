using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.Grains.Invitations;
using AuthServe.Grains.Links;
using AuthServe.Grains.Tests.Clients;
using AuthServe.Support.Walks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServe.Grains.Tests.Walks;

/// <summary>The commands of an organization as calls of its grain.</summary>
internal sealed class GrainCalls(SharedSilo silo, Tenant tenant) : IOrganizationCalls
{
    private readonly Dictionary<Guid, (LinkToken Token, string Email)> _links = [];
    private readonly WorldReader _reader = new(silo.Services.GetRequiredService<IGrainFactory>(), tenant.Id);

    public Task<World> ReadAsync() => _reader.ReadAsync();

    public Task<bool> MayAsync(Guid account, string permission) => _reader.MayAsync(account, permission);

    public Task<Guid?> CreatePermissionAsync(Guid actor, string permission) =>
        Done(tenant.Permissions.CreatePermissionAsync(new(new(actor)), permission, null));

    public Task<Guid?> DeletePermissionAsync(Guid actor, string permission) => Done(tenant.Permissions.DeletePermissionAsync(new(new(actor)), permission));

    public Task<Guid?> CreateRoleAsync(Guid actor, string role, string[] permissions) =>
        Done(tenant.Roles.CreateRoleAsync(new(new(actor)), new(role, null, [.. permissions])));

    public Task<Guid?> UpdateRoleAsync(Guid actor, string role, string[] permissions) =>
        Done(tenant.Roles.UpdateRoleAsync(new(new(actor)), role, new(null, [.. permissions])));

    public Task<Guid?> DeleteRoleAsync(Guid actor, string role) => Done(tenant.Roles.DeleteRoleAsync(new(new(actor)), role));

    public Task<Guid?> AttachAsync(Guid actor, string role, string permission) =>
        Done(tenant.Roles.AttachPermissionAsync(new(new(actor)), role, permission));

    public Task<Guid?> DetachAsync(Guid actor, string role, string permission) =>
        Done(tenant.Roles.DetachPermissionAsync(new(new(actor)), role, permission));

    public Task<Guid?> ImportAsync(Guid actor, string[] permissions, IEnumerable<KeyValuePair<string, string[]>> roles)
    {
        var manifest = new Manifest(
            [.. permissions.Select(permission => new ManifestPermission(permission, null))],
            [.. roles.Select(role => new ManifestRole(role.Key, null, [.. role.Value]))]);
        return Done(tenant.Manifest.ImportAsync(new(new(actor)), new(manifest, false, null, true, true)));
    }

    public async Task<Guid?> AddMemberAsync(Guid actor, string[] roles)
    {
        var (user, name) = (UserId.New(TimeProvider.System), SharedSilo.NewName());
        await silo.Grain<ILoginNameGrain>(LoginName.UsernameKey(name)).ReserveAsync(user, tenant.Id);
        await silo.Grain<ILoginNameGrain>(LoginName.EmailKey($"{name}@example.com")).ReserveAsync(user, tenant.Id);
        return await Done(tenant.Members.AddAsync(new(new(actor)), new(user, name, $"{name}@example.com", null, [.. roles])), user.Value);
    }

    public async Task<Guid?> InviteAsync(Guid actor, string role)
    {
        var email = $"{SharedSilo.NewName()}@example.com";
        if ((await tenant.Invitations.InviteAsync(new(new(actor)), new(email, role))).Value is not { } receipt) return null;
        var mail = await silo.Mail.ReceiveAsync(email, "accept-invitation", TestContext.Current.CancellationToken);
        Assert.True(LinkToken.TryParse(mail.Token, out var token));
        _links[receipt.Value.Id.Value] = (token, email);
        return receipt.Value.Id.Value;
    }

    public Task<Guid?> RevokeInvitationAsync(Guid actor, Guid invitation) =>
        Done(tenant.Invitations.RevokeInvitationAsync(new(new(actor)), new(invitation)));

    // As it is accepted with a password, which is slow to hash.
    public async Task<Guid?> AcceptAsync(Guid invitation)
    {
        var ((token, email), user, name) = (_links[invitation], UserId.New(TimeProvider.System), SharedSilo.NewName());
        await silo.Grain<ILoginNameGrain>(LoginName.UsernameKey(name)).ReserveAsync(user, tenant.Id);
        await silo.Grain<ILoginNameGrain>(LoginName.EmailKey(email)).ReserveAsync(user, tenant.Id);
        var accepted = await Done(
            silo.Grain<IInvitationAcceptance>(tenant.Id.Value).AcceptAsync(new(token, user, new(user, name, email, null, []))), user.Value);
        if (accepted is null) await silo.Grain<ILoginNameGrain>(LoginName.EmailKey(email)).ReleaseAsync(user);
        return accepted;
    }

    public Task<Guid?> SetActiveAsync(Guid actor, Guid member, bool isActive) =>
        Done(tenant.Members.UpdateMemberAsync(new(new(actor)), new(member), new(null, isActive)));

    public Task<Guid?> RemoveMemberAsync(Guid actor, Guid member) => Done(tenant.Members.RemoveMemberAsync(new(new(actor)), new(member)));

    public Task<Guid?> LeaveAsync(Guid member) => Done(tenant.Members.LeaveAsync(new(member)));

    public Task<Guid?> AssignAsync(Guid actor, Guid member, string role) => Done(tenant.Members.AssignRoleAsync(new(new(actor)), new(member), role));

    public Task<Guid?> UnassignAsync(Guid actor, Guid member, string role) =>
        Done(tenant.Members.UnassignRoleAsync(new(new(actor)), new(member), role));

    public async Task<Guid?> CreateClientAsync(Guid actor, string[]? scopes)
    {
        var settings = ClientSamples.Service() with { Scopes = scopes is null ? null : [.. scopes] };
        return (await tenant.Clients.CreateClientAsync(new(new(actor)), new(settings, "hash"))).Value?.Value.Id.ServiceAccount.Value;
    }

    public Task<Guid?> LimitClientAsync(Guid actor, Guid client, string[] scopes) =>
        Done(tenant.Clients.UpdateClientAsync(new(new(actor)), new(client), ClientSamples.Limit([.. scopes])));

    public Task<Guid?> RotateSecretAsync(Guid actor, Guid client) =>
        Done(tenant.Clients.RotateSecretAsync(new(new(actor)), new(client), "newer", TimeSpan.Zero));

    public Task<Guid?> DeleteClientAsync(Guid actor, Guid client) => Done(tenant.Clients.DeleteClientAsync(new(new(actor)), new(client)));

    public Task<Guid?> AssignToClientAsync(Guid actor, Guid client, string role) =>
        Done(tenant.Clients.AssignClientRoleAsync(new(new(actor)), new(client), role));

    public Task<Guid?> UnassignFromClientAsync(Guid actor, Guid client, string role) =>
        Done(tenant.Clients.UnassignClientRoleAsync(new(new(actor)), new(client), role));

    private static async Task<Guid?> Done<T>(Task<Outcome<T>> outcome, Guid made = default)
        where T : class => (await outcome).Fault is null ? made : null;
}
