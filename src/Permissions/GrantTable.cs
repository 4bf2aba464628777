using System.Collections.Immutable;

namespace AuthServe.Permissions;

/// <summary>The union of some roles: for every permission they carry, which of them grant it.</summary>
internal sealed class GrantTable
{
    private readonly Dictionary<string, ImmutableArray<string>> _byName;
    private readonly Dictionary<string, ImmutableArray<string>>.AlternateLookup<ReadOnlySpan<char>> _byScope;

    /// <param name="roles">By ordinal of their slugs, each once.</param>
    public GrantTable(ImmutableArray<RolePolicy> roles)
    {
        var names = roles.SelectMany(role => role.Permissions).Distinct().Order().ToArray();
        var held = ImmutableArray.CreateBuilder<HeldPermission>(names.Length);
        var byScope = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        var lists = new RoleLists();
        _byName = new Dictionary<string, ImmutableArray<string>>(names.Length, StringComparer.Ordinal);
        foreach (var name in names)
        {
            var via = lists.Granting(roles, name);
            held.Add(new HeldPermission(name, via));
            _byName.Add(name.Value, via);
            if (name.IsAll) byScope.Add(name.Scope.ToString(), via);
        }

        Roles = roles;
        Held = held.MoveToImmutable();
        _byScope = byScope.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The roles it is the union of.</summary>
    public ImmutableArray<RolePolicy> Roles { get; }

    /// <summary>Every permission that a role carries, by ordinal.</summary>
    public ImmutableArray<HeldPermission> Held { get; }

    /// <summary>The roles that grant the permission by its name or by <c>all</c>; empty when none does.</summary>
    public ImmutableArray<string> Via(PermissionName permission)
    {
        if (_byName.TryGetValue(permission.Value, out var via) || _byScope.TryGetValue(permission.Scope, out via)) return via;
        return [];
    }

    /// <summary>Makes every different list of roles once, however many permissions share it.</summary>
    private sealed class RoleLists
    {
        private readonly Dictionary<(ImmutableArray<string> List, string Role), ImmutableArray<string>> _longer = [];

        public ImmutableArray<string> Granting(ImmutableArray<RolePolicy> roles, PermissionName permission)
        {
            ImmutableArray<string> list = [];
            foreach (var role in roles)
            {
                if (role.Permissions.Contains(permission)) list = Append(list, role.Role);
            }

            return list;
        }

        private ImmutableArray<string> Append(ImmutableArray<string> list, string role)
        {
            if (!_longer.TryGetValue((list, role), out var longer)) _longer.Add((list, role), longer = list.Add(role));
            return longer;
        }
    }
}
