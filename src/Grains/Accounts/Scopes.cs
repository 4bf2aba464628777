using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Permissions;

namespace AuthServe.Grains.Accounts;

/// <summary>Which permissions a token may carry.</summary>
internal static class Scopes
{
    /// <summary>Those asked for that are held, <c>all</c> covering its resource; everything held when nothing is asked for. Sorted.</summary>
    public static ImmutableArray<string> Grant(EffectiveRights rights, ImmutableArray<string>? asked)
    {
        var held = rights.Permissions.Select(right => right.Permission);
        if (asked is null) return [.. held];

        var set = PermissionSet.From(held.Select(PermissionName.Parse));
        return [.. asked.Value
            .Where(slug => PermissionName.TryParse(slug, out var permission) && set.Contains(permission))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
    }
}
