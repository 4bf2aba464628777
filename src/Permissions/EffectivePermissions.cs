using System.Collections.Immutable;

namespace AuthServe.Permissions;

/// <summary>
/// What one user may do in one organization under one policy: the union of the roles assigned. Immutable. A user with no limited
/// assignment is answered by one look-up that allocates nothing.
/// </summary>
public sealed class EffectivePermissions
{
    private static readonly Decision Refused = new(false, []);

    private readonly GrantTable _table;
    private readonly ImmutableArray<LimitedGrant> _limited;

    internal EffectivePermissions(GrantTable table, ImmutableArray<LimitedGrant> limited)
    {
        _table = table;
        _limited = limited;
    }

    /// <summary>Nothing is granted.</summary>
    public static EffectivePermissions Empty { get; } = new(new GrantTable([]), []);

    /// <summary>Whether the permission is granted, and by which roles.</summary>
    /// <param name="permission">What is asked for.</param>
    /// <param name="resource">The object it is asked for, <c>type/id</c>; null for the organization as a whole.</param>
    /// <param name="now">Decides which assignments have expired.</param>
    public Decision Check(PermissionName permission, string? resource, DateTimeOffset now)
    {
        var via = _table.Via(permission);
        if (!_limited.IsEmpty) via = AddLimited(via, permission, resource, now);
        return via.IsEmpty ? Refused : new Decision(true, via);
    }

    /// <summary>
    /// The objects, <c>type/id</c>, that an assignment limited to them grants the permission for, each once; whatever is held in the whole
    /// organization is not among them.
    /// </summary>
    /// <param name="permission">What is asked for.</param>
    /// <param name="now">Decides which assignments have expired.</param>
    public IEnumerable<string> Objects(PermissionName permission, DateTimeOffset now) => _limited
        .Where(grant => grant.Resource is { } resource && grant.AppliesTo(resource, now) && grant.Role.Permissions.Contains(permission))
        .Select(grant => grant.Resource!)
        .Distinct(StringComparer.Ordinal);

    /// <summary>The permissions held in the whole organization, by ordinal, each with the roles that carry or cover it.</summary>
    /// <param name="now">Decides which assignments have expired.</param>
    public ImmutableArray<HeldPermission> Explain(DateTimeOffset now)
    {
        var added = _limited.Where(grant => grant.AppliesTo(null, now)).Select(grant => grant.Role).ToList();
        if (added.Count == 0) return _table.Held;
        var roles = _table.Roles.Concat(added).DistinctBy(role => role.Role).OrderBy(role => role.Role, StringComparer.Ordinal);
        return new GrantTable([.. roles]).Held;
    }

    /// <summary>
    /// Whether everything in the set is held in the whole organization, which is what its holder may pass on. Only an <c>all</c> covers
    /// an <c>all</c>.
    /// </summary>
    /// <param name="granted">What would be passed on.</param>
    /// <param name="now">Decides which assignments have expired.</param>
    public bool Covers(PermissionSet granted, DateTimeOffset now)
    {
        foreach (var permission in granted)
        {
            if (!Check(permission, null, now).Allowed) return false;
        }

        return true;
    }

    private ImmutableArray<string> AddLimited(ImmutableArray<string> via, PermissionName permission, string? resource, DateTimeOffset now)
    {
        foreach (var grant in _limited)
        {
            if (!grant.AppliesTo(resource, now) || !grant.Role.Permissions.Contains(permission)) continue;
            var at = via.BinarySearch(grant.Role.Role, StringComparer.Ordinal);
            if (at < 0) via = via.Insert(~at, grant.Role.Role);
        }

        return via;
    }
}
