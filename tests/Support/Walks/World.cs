using System.Collections.Immutable;

namespace AuthServe.Support.Walks;

/// <summary>An organization as the walk knows it: a model of its own, kept by what the documentation says each command does.</summary>
/// <param name="Catalogue">The permissions there are.</param>
/// <param name="Roles">What each role carries, by its name.</param>
/// <param name="Accounts">Members and OAuth clients, by the id of their account.</param>
public sealed record World(ulong Catalogue, ImmutableSortedDictionary<string, ulong> Roles, ImmutableSortedDictionary<Guid, Account> Accounts)
{
    /// <summary>Invitations that were sent, by their id, also those that have become good for nothing since.</summary>
    public ImmutableSortedDictionary<Guid, SentInvitation> Invitations { get; init; } = ImmutableSortedDictionary<Guid, SentInvitation>.Empty;

    /// <summary>The name of the role that owners have.</summary>
    public const string Owner = "owner";

    /// <summary>The roles that every organization has.</summary>
    public static IReadOnlyList<string> SystemRoles { get; } = [Owner, "admin", "user"];

    /// <summary>What an account has been given, active or not.</summary>
    public ulong Latent(Guid account) => Accounts.TryGetValue(account, out var found)
        ? Universe.Allowed(found.Roles.Aggregate(0UL, (sum, role) => sum | Roles.GetValueOrDefault(role)))
        : 0;

    /// <summary>What an account may do.</summary>
    public ulong Rights(Guid account) => Accounts.TryGetValue(account, out var found) && found.IsActive ? Latent(account) : 0;

    /// <summary>Whether the account is an active owner.</summary>
    public bool IsActiveOwner(Guid account) => Accounts.TryGetValue(account, out var found) && found.IsActive && found.Roles.Contains(Owner);

    /// <summary>What an account may pass on.</summary>
    public ulong Grantable(Guid account) => IsActiveOwner(account) ? Universe.Everything : Rights(account);

    /// <summary>The world without a role, which also leaves everybody who has it.</summary>
    public World WithoutRole(string role) => this with
    {
        Roles = Roles.Remove(role),
        Accounts = Accounts.SetItems(Accounts.Where(account => account.Value.Roles.Contains(role))
            .Select(account => KeyValuePair.Create(account.Key, account.Value with { Roles = account.Value.Roles.Remove(role) }))),
    };

    /// <summary>The world without some permissions, which also leave every role.</summary>
    public World WithoutPermissions(ulong removed) => this with
    {
        Catalogue = Catalogue & ~removed,
        Roles = Roles.SetItems(Roles.Select(role => KeyValuePair.Create(role.Key, role.Value & ~removed))),
    };

    /// <summary>The world with a role that carries this.</summary>
    public World WithRole(string role, ulong permissions) => this with { Roles = Roles.SetItem(role, permissions) };

    /// <summary>The world with another state of an account.</summary>
    public World With(Guid account, Func<Account, Account> change) => this with { Accounts = Accounts.SetItem(account, change(Accounts[account])) };

    /// <summary>Accounts, roles and catalogue as text: two worlds are the same when their texts are.</summary>
    public override string ToString()
    {
        var roles = Roles.Select(role => $"  {role.Key}: {string.Join(' ', Universe.NamesOf(role.Value))}");
        var accounts = Accounts.Select(account => $"  {account.Key} {account.Value}");
        return string.Join('\n', [string.Join(' ', Universe.NamesOf(Catalogue)), .. roles, .. accounts]);
    }
}

/// <summary>An invitation that somebody has the link of.</summary>
/// <param name="Inviter">Who sent it.</param>
/// <param name="Role">The role it gives.</param>
public sealed record SentInvitation(Guid Inviter, string Role);

/// <summary>A member, or an OAuth client.</summary>
/// <param name="IsActive">Whether it may do anything.</param>
/// <param name="IsClient">Whether it is a client.</param>
/// <param name="Roles">The names of its roles.</param>
/// <param name="Scopes">What a client can be granted on behalf of users; null for whatever they hold.</param>
public sealed record Account(bool IsActive, bool IsClient, ImmutableSortedSet<string> Roles, ulong? Scopes = null)
{
    /// <summary>Everything in it as text.</summary>
    public override string ToString() =>
        $"{(IsClient ? "client" : IsActive ? "member" : "disabled")} [{string.Join(' ', Roles)}] {(Scopes is { } limited ? $"scopes {limited:x}" : "")}";
}
