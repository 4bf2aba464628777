using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.Permissions;

namespace AuthServe.Grains.Organizations;

/// <summary>
/// What each combination of roles allows before and after a change, over every permission of the catalogue before or after: evaluated, so
/// that one held by an <c>all</c> or by a second role is neither gained nor lost.
/// </summary>
internal sealed class RightsComparison
{
    /// <summary>How many groups are listed.</summary>
    public const int MostGroups = 100;

    /// <summary>How many permissions of each are.</summary>
    public const int MostPermissions = 1_000;

    private readonly IReadOnlyDictionary<string, PermissionSet> _before;
    private readonly Dictionary<string, PermissionSet> _after;
    private readonly Dictionary<string, PermissionName[]> _differing;

    /// <param name="before">What each role grants before.</param>
    /// <param name="changed">What the roles grant afterwards that then grant something else; one that is deleted grants nothing.</param>
    /// <param name="permissions">Every permission that is asked about.</param>
    public RightsComparison(
        IReadOnlyDictionary<string, PermissionSet> before, IEnumerable<KeyValuePair<string, PermissionSet>> changed, IEnumerable<PermissionName> permissions)
    {
        _before = before;
        _after = changed.Where(role => before.ContainsKey(role.Key)).ToDictionary(StringComparer.Ordinal);
        var sorted = permissions.Distinct().Order().ToArray();
        _differing = _after
            .Select(role => KeyValuePair.Create(
                role.Key, Array.FindAll(sorted, permission => before[role.Key].Contains(permission) != role.Value.Contains(permission))))
            .Where(role => role.Value.Length > 0)
            .ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>The roles that allow something else afterwards. Who has none of them gains and loses nothing.</summary>
    public ImmutableArray<string> AffectedRoles => [.. _differing.Keys];

    /// <summary>Who can do more or less.</summary>
    /// <param name="groups">Everybody who has an affected role, by all roles they have; each combination once.</param>
    public RightsDifference Compare(IEnumerable<AccountGroup> groups)
    {
        var listed = new List<RightsGroup>();
        var (gaining, losing, count) = (0, 0, 0);
        foreach (var group in groups.OrderByDescending(group => group.Size).ThenBy(group => string.Join(' ', group.Roles), StringComparer.Ordinal))
        {
            var (gained, lost) = Compare(group.Roles);
            if (gained.Count == 0 && lost.Count == 0) continue;

            count++;
            if (gained.Count > 0) gaining += group.Size;
            if (lost.Count > 0) losing += group.Size;
            if (listed.Count < MostGroups)
                listed.Add(new(group.Roles, group.UserCount, group.ClientCount, Cut(gained), Cut(lost), group.FirstUsers));
        }

        return new(gaining, losing, count, [.. listed]);
    }

    private (List<string> Gained, List<string> Lost) Compare(ImmutableArray<string> roles)
    {
        var (gained, lost) = (new List<string>(), new List<string>());
        var asked = roles.SelectMany(role => _differing.GetValueOrDefault(role, [])).Distinct();
        foreach (var permission in asked)
        {
            var isAllowedBefore = roles.Any(role => _before.TryGetValue(role, out var set) && set.Contains(permission));
            var isAllowedAfter = roles.Any(role => After(role)?.Contains(permission) == true);
            if (isAllowedBefore != isAllowedAfter) (isAllowedAfter ? gained : lost).Add(permission.Value);
        }

        return (gained, lost);
    }

    private PermissionSet? After(string role) => _after.GetValueOrDefault(role) ?? _before.GetValueOrDefault(role);

    private static CountedPermissions Cut(List<string> permissions)
    {
        permissions.Sort(StringComparer.Ordinal);
        return new(permissions.Count, [.. permissions.Take(MostPermissions)]);
    }
}

/// <summary>Accounts that have the same roles.</summary>
/// <param name="Roles">Slugs by ordinal.</param>
/// <param name="UserCount">How many active members.</param>
/// <param name="ClientCount">How many OAuth clients.</param>
/// <param name="FirstUsers">The first members by user name.</param>
internal sealed record AccountGroup(ImmutableArray<string> Roles, int UserCount, int ClientCount, ImmutableArray<UserName> FirstUsers)
{
    public int Size => UserCount + ClientCount;
}
