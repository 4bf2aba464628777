using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Clients;
using AuthServe.Grains.Storage;
using AuthServe.Grains.Users;
using AuthServe.Permissions;

namespace AuthServe.Grains.Organizations;

/// <summary>The OAuth clients of an organization, each with the account it acts by.</summary>
internal sealed partial class OrganizationGrain
{
    private static readonly PermissionName ClientWrite = PermissionName.Parse("auth.client.write");
    private static readonly PermissionName ClientDelete = PermissionName.Parse("auth.client.delete");

    public async ValueTask<Page<Client>> ListClientsAsync(ClientId? after, int limit, CancellationToken cancellationToken = default)
    {
        var ids = await projections.ListClientsAsync(Id, after?.Value, limit + 1);
        var page = Paging.Cut(ids, limit, id => new ClientId(id).ToString());
        var found = new List<ClientRecord?>();
        foreach (var batch in page.Items.Chunk(LoadedAtOnce))
            found.AddRange(await Task.WhenAll(batch.Select(id => FindClientAsync(new(id)))));
        return new([.. found.OfType<ClientRecord>().Select(ToContract)], page.Next);
    }

    public async ValueTask<Outcome<Client>> GetClientAsync(ClientId client, CancellationToken cancellationToken = default) =>
        await FindClientAsync(client) is { } found ? ToContract(found) : OrganizationFaults.ClientNotFound;

    public async Task<Outcome<Receipt<Client>>> CreateClientAsync(
        Actor actor, CreateClient command, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, ClientWrite)).Succeeded(out var rights, out var refusal)) return refusal;
        if (ClientRules.Find(command.Settings) is { } mistake) return OrganizationFaults.ClientInvalid(mistake.Message);
        if (rights.RefusalToGrant(command.Settings.Scopes) is { } exceeding) return exceeding;
        if (await projections.CountClientsAsync(Id) >= OrganizationLimits.Clients) return OrganizationFaults.TooManyClients;

        var id = ClientId.New(time);
        var entry = Entry(actor, "client.create", id.ToString());
        var client = command.Settings.ToState() with { Organization = Id, CreatedAt = entry.Time };
        if (command.SecretSha256 is { } sha256) client = client.WithSecret(sha256, entry.Time, TimeSpan.Zero);
        return await AppendClientAsync(entry, null, new(id, client, new() { IsActive = true, JoinedAt = entry.Time }));
    }

    public async Task<Outcome<Receipt<Client>>> UpdateClientAsync(
        Actor actor, ClientId client, UpdateClient command, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, ClientWrite)).Succeeded(out var rights, out var refusal)) return refusal;
        if (await FindClientAsync(client) is not { } before) return OrganizationFaults.ClientNotFound;
        if (RefusalToOverwrite(actor, before) is { } stale) return stale;

        var after = before with { Client = before.Client.After(command) };
        if (ClientRules.Find(after.Client.ToSettings()) is { } mistake) return OrganizationFaults.ClientInvalid(mistake.Message);
        if (RefusalToHold(rights, after) is { } exceeding) return exceeding;
        if (after.ToAuditText() == before.ToAuditText())
            return new Receipt<Client>(ToContract(before), (await AcknowledgeUnchangedAsync()).Revision);
        return await AppendClientAsync(Entry(actor, "client.update", client.ToString()), before, after);
    }

    public async Task<Outcome<Receipt>> DeleteClientAsync(Actor actor, ClientId client, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, ClientDelete)).Succeeded(out _, out var refusal)) return refusal;
        if (await FindClientAsync(client) is not { } before) return OrganizationFaults.ClientNotFound;
        if (RefusalToOverwrite(actor, before) is { } stale) return stale;

        return await AppendAsync(Entry(actor, "client.delete", client.ToString()) with
        {
            Before = before.ToAuditText(),
            Client = new() { Client = client.Value },
            Member = new() { User = client.ServiceAccount.Value, Profile = before.ToProfile() },
        });
    }

    public async Task<Outcome<Receipt<Client>>> RotateSecretAsync(
        Actor actor, ClientId client, string sha256, TimeSpan overlap, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, ClientWrite)).Succeeded(out var rights, out var refusal)) return refusal;
        if (await FindClientAsync(client) is not { } before) return OrganizationFaults.ClientNotFound;
        if (RefusalToOverwrite(actor, before) is { } stale) return stale;
        if (!AuthenticationMethods.UseSecret(before.Client.AuthenticationMethod)) return OrganizationFaults.ClientHasNoSecret;
        if (RefusalToHold(rights, before) is { } exceeding) return exceeding;

        var entry = Entry(actor, "client.rotate_secret", client.ToString());
        return await AppendClientAsync(entry, before, before with { Client = before.Client.WithSecret(sha256, entry.Time, overlap) });
    }

    public async Task<Outcome<Receipt>> AssignClientRoleAsync(
        Actor actor, ClientId client, string role, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, ClientWrite)).Succeeded(out var rights, out var refusal)) return refusal;
        if (await FindClientAsync(client) is not { } before) return OrganizationFaults.ClientNotFound;
        if (RefusalToOverwrite(actor, before) is { } stale) return stale;
        if (!_view.Roles.TryGetValue(role, out var given)) return OrganizationFaults.RoleNotFound(role);
        if (role == SystemRoles.Owner) return OrganizationFaults.ClientIsNoOwner;
        if (rights.RefusalToGrant(given) is { } exceeding) return exceeding;
        if (RolesOf(before.Account).Contains(given)) return await AcknowledgeUnchangedAsync();

        var assignments = before.Account.Assignments.Add(new() { Role = role, Incarnation = given.Incarnation });
        return await ReassignAsync(Entry(actor, "client.assign_role", client.ToString()), before, assignments);
    }

    public async Task<Outcome<Receipt>> UnassignClientRoleAsync(
        Actor actor, ClientId client, string role, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, ClientWrite)).Succeeded(out _, out var refusal)) return refusal;
        if (await FindClientAsync(client) is not { } before) return OrganizationFaults.ClientNotFound;
        if (RefusalToOverwrite(actor, before) is { } stale) return stale;
        if (!_view.Roles.TryGetValue(role, out var taken)) return OrganizationFaults.RoleNotFound(role);
        if (!RolesOf(before.Account).Contains(taken)) return await AcknowledgeUnchangedAsync();

        var assignments = before.Account.Assignments.RemoveAll(assignment => assignment.Role == role);
        return await ReassignAsync(Entry(actor, "client.unassign_role", client.ToString()), before, assignments);
    }

    private async Task<Outcome<Receipt>> ReassignAsync(LogEntry entry, ClientRecord before, ImmutableArray<AssignmentState> assignments)
    {
        var after = before with { Account = before.Account with { Assignments = assignments } };
        return (await AppendClientAsync(entry, before, after)).Succeeded(out var receipt, out var fault) ? new Receipt(receipt.Revision) : fault;
    }

    private Task<Outcome<Receipt<Client>>> AppendClientAsync(LogEntry entry, ClientRecord? before, ClientRecord next)
    {
        // Assignments of roles deleted since are dropped here, so that they do not pile up.
        var live = next.Account.Assignments.RemoveAll(assignment => !assignment.IsLiveIn(_view.Policy));
        var after = new ClientRecord(
            next.Id, next.Client with { Revision = entry.Revision }, next.Account with { Revision = entry.Revision, Assignments = live });
        return AppendAsync(
            entry with
            {
                Before = before?.ToAuditText(),
                After = after.ToAuditText(),
                Client = new() { Client = after.Id.Value, State = after.Client },
                Member = new()
                {
                    User = after.Id.ServiceAccount.Value,
                    Profile = after.ToProfile(),
                    Membership = after.Account,
                    IsNewAccount = before is null,
                },
            },
            ToContract(after));
    }

    /// <summary>Why the actor may not hold the client in their hands: whoever can change how it authenticates can act as it.</summary>
    private Fault? RefusalToHold(ActorRights rights, ClientRecord client) =>
        rights.RefusalToGrant(client.Client.Scopes) ?? RolesOf(client.Account).Select(rights.RefusalToGrant).FirstOrDefault(fault => fault is not null);

    private async Task<ClientRecord?> FindClientAsync(ClientId client)
    {
        if (await ClientGrain(client).FindStateAsync() is not { } state || state.Organization != Id) return null;
        return await UserGrain(client.ServiceAccount.Value).FindAsync(new(Id)) is { } account ? new(client, state, account.Membership) : null;
    }

    private Client ToContract(ClientRecord client) => new(
        client.Id, client.Client.ToSettings(), [.. RolesOf(client.Account).Select(role => role.Name)],
        [.. client.Client.LiveSecrets(time.GetUtcNow()).Select(secret => new ClientSecret(secret.CreatedAt, secret.ExpiresAt))],
        client.Client.CreatedAt);

    /// <summary>A client and the membership of its account.</summary>
    private sealed record ClientRecord(ClientId Id, ClientState Client, MembershipState Account)
    {
        public string ToAuditText() => AuditText.Of(Client, Account);

        public AccountProfile ToProfile() => new() { DisplayName = Client.Name, IsService = true };
    }
}
