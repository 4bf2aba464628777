using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.Grains.Roles;
using AuthServe.Permissions;

namespace AuthServe.Grains.Organizations;

/// <summary>
/// What interleaved reads see: the organization after the last entry that is in effect in its role and user grains. Immutable, and
/// replaced as a whole.
/// </summary>
/// <param name="Revision">That entry's revision.</param>
/// <param name="Roles">By slug, in ordinal order.</param>
/// <param name="Policy">The same roles, for the engine.</param>
internal sealed record OrganizationView(long Revision, ImmutableSortedDictionary<string, RoleState> Roles, OrganizationPolicy Policy)
{
    public static readonly OrganizationView Empty = new(
        0, ImmutableSortedDictionary.Create<string, RoleState>(StringComparer.Ordinal), OrganizationPolicy.Create(0, []));

    public static OrganizationView Of(long revision, IEnumerable<RoleState> roles)
    {
        var byName = roles.ToImmutableSortedDictionary(role => role.Name, role => role, StringComparer.Ordinal);
        return new(revision, byName, OrganizationPolicy.Create(revision, byName.Values.Select(role => role.ToPolicy())));
    }

    public OrganizationView After(LogEntry entry)
    {
        var policy = entry.RemovedRoles.Aggregate(Policy, (before, role) => before.Without(entry.Revision, role));
        policy = entry.ChangedRoles.Aggregate(policy, (before, role) => before.With(entry.Revision, role.ToPolicy()));
        var roles = Roles.RemoveRange(entry.RemovedRoles).SetItems(entry.ChangedRoles.Select(role => KeyValuePair.Create(role.Name, role)));
        return new(entry.Revision, roles, policy);
    }

    public PolicySnapshot ToSnapshot() => new(Revision, [.. Roles.Values.Select(role => role.ToGrant())]);
}
