using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace AuthServe.Permissions;

/// <summary>The roles of an organization as of one revision. Immutable: a change makes a new policy that shares every other role.</summary>
public sealed class OrganizationPolicy
{
    private readonly ImmutableSortedDictionary<string, RolePolicy> _roles;

    // Thousands of members share a few combinations of roles: each is worked out, and kept in memory, once.
    private ImmutableDictionary<string, GrantTable> _tables = ImmutableDictionary.Create<string, GrantTable>(StringComparer.Ordinal);

    private OrganizationPolicy(long revision, ImmutableSortedDictionary<string, RolePolicy> roles)
    {
        Revision = revision;
        _roles = roles;
    }

    /// <summary>The revision of the organization that this policy is of.</summary>
    public long Revision { get; }

    /// <summary>Every role, by ordinal of its slug.</summary>
    public IEnumerable<RolePolicy> Roles => _roles.Values;

    /// <summary>The policy of these roles.</summary>
    /// <exception cref="ArgumentException">Two roles have the same slug.</exception>
    public static OrganizationPolicy Create(long revision, IEnumerable<RolePolicy> roles) =>
        new(revision, roles.ToImmutableSortedDictionary(role => role.Role, role => role, StringComparer.Ordinal));

    /// <summary>The role of this slug.</summary>
    public bool TryGetRole(string role, [NotNullWhen(true)] out RolePolicy? policy) => _roles.TryGetValue(role, out policy);

    /// <summary>The policy with the role added, or put in the place of the one that has its slug.</summary>
    public OrganizationPolicy With(long revision, RolePolicy role) => new(revision, _roles.SetItem(role.Role, role));

    /// <summary>The policy without the role; a role it does not have is no matter.</summary>
    public OrganizationPolicy Without(long revision, string role) => new(revision, _roles.Remove(role));

    /// <summary>
    /// What these assignments grant under this policy. One that names a role the policy does not have, or another incarnation of it,
    /// grants nothing.
    /// </summary>
    public EffectivePermissions Compile(IEnumerable<RoleAssignment> assignments)
    {
        var held = new SortedDictionary<string, RolePolicy>(StringComparer.Ordinal);
        var limited = ImmutableArray.CreateBuilder<LimitedGrant>();
        foreach (var assignment in assignments)
        {
            if (!_roles.TryGetValue(assignment.Role, out var role) || role.Incarnation != assignment.Incarnation) continue;
            if (assignment is { Resource: null, ExpiresAt: null }) held[role.Role] = role;
            else limited.Add(new LimitedGrant(role, assignment.Resource, assignment.ExpiresAt));
        }

        if (held.Count == 0 && limited.Count == 0) return EffectivePermissions.Empty;
        return new EffectivePermissions(TableOf(held), limited.ToImmutable());
    }

    private GrantTable TableOf(SortedDictionary<string, RolePolicy> held)
    {
        const int mostTables = 256;
        // With its length before it no slug can pass for two.
        var roles = string.Concat(held.Keys.Select(slug => $"{slug.Length}:{slug}"));
        if (_tables.TryGetValue(roles, out var table)) return table;
        table = new GrantTable([.. held.Values]);
        return _tables.Count < mostTables ? ImmutableInterlocked.GetOrAdd(ref _tables, roles, table) : table;
    }
}
