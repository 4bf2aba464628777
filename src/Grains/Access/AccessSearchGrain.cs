using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Access;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Permissions;
using AuthServe.Grains.Policies;
using AuthServe.Grains.Projections;
using AuthServe.Grains.Storage;
using AuthServe.Grains.Users;
using AuthServe.Permissions;
using Orleans.Concurrency;

namespace AuthServe.Grains.Access;

/// <summary>
/// Searches as a check decides: by this silo's replica of the policy first, then by who is assigned what, from the projection or from the
/// user's grain. A change has reached all three before it is acknowledged. Holds nothing, so it is wherever it is asked.
/// </summary>
[StatelessWorker, GrainType("access-search")]
internal sealed class AccessSearchGrain(PolicyReplica policies, IProjections projections, TimeProvider time) : Grain, IAccessSearchGrain
{
    private static readonly Found Nothing = new(0, new([], null));

    private Guid Organization => this.GetPrimaryKey();

    public async ValueTask<Found> FindSubjectsAsync(
        string permission, string? resource, Slice slice, CancellationToken cancellationToken = default)
    {
        if (await policies.GetAsync(Organization) is not { } replica) return Nothing;
        var name = PermissionName.Parse(permission);
        var roles = replica.Policy.Roles.Where(role => role.Permissions.Contains(name)).Select(role => role.Role);
        Guid? after = slice.After is { } last ? Guid.Parse(last) : null;
        var users = await projections.ListRoleHoldersAsync(Organization, roles, resource, time.GetUtcNow(), after, slice.Limit + 1);
        return new(replica.Revision, Paging.Cut([.. users.Select(user => new UserId(user).ToString())], slice.Limit, user => user));
    }

    public async ValueTask<Found> FindObjectsAsync(
        UserId subject, string permission, Slice slice, CancellationToken cancellationToken = default)
    {
        if (await StandAsync(subject) is not var (revision, rights)) return Nothing;
        var name = PermissionName.Parse(permission);
        var prefix = permission[..permission.LastIndexOf('.')] + "/";
        var objects = rights.Check(name, null, time.GetUtcNow()).Allowed
            ? ["*"]
            : rights.Objects(name, time.GetUtcNow())
                .Where(resource => resource.StartsWith(prefix, StringComparison.Ordinal))
                .Select(resource => resource[prefix.Length..]);
        return new(revision, Cut(objects, slice));
    }

    public async ValueTask<Found> FindActionsAsync(
        UserId subject, string type, string? resource, Slice slice, CancellationToken cancellationToken = default)
    {
        if (await StandAsync(subject) is not var (revision, rights)) return Nothing;
        var parts = type.Split('.');
        var catalogue = await GrainFactory.GetGrain<ICatalogueGrain>(Organization)
            .ListAsync(new(parts[0], parts[1], null), null, Organizations.OrganizationLimits.Permissions, cancellationToken);
        var now = time.GetUtcNow();
        var actions = catalogue.Items
            .Select(item => PermissionName.Parse(item.Slug))
            .Where(name => rights.Check(name, resource, now).Allowed)
            .Select(name => name.Action);
        return new(revision, Cut(actions, slice));
    }

    private static Page<string> Cut(IEnumerable<string> found, Slice slice)
    {
        var rest = found
            .Where(item => slice.After is null || string.CompareOrdinal(item, slice.After) > 0)
            .Order(StringComparer.Ordinal)
            .Take(slice.Limit + 1);
        return Paging.Cut([.. rest], slice.Limit, item => item);
    }

    private async ValueTask<Standing?> StandAsync(UserId subject)
    {
        if (await policies.GetAsync(Organization) is not { } replica) return null;
        var member = await GrainFactory.GetGrain<IUserMemberships>(subject.Value).FindAsync(new(Organization));
        return member switch
        {
            null => null,
            { Membership.IsActive: false } => new(replica.Revision, EffectivePermissions.Empty),
            _ => new(replica.Revision, replica.Policy.Compile(member.Membership.Assignments.Select(assignment => assignment.ToEngine()))),
        };
    }

    private sealed record Standing(long Revision, EffectivePermissions Rights);
}
