using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Roles;
using AuthServe.Permissions;

namespace AuthServe.Grains.Organizations;

/// <summary>What the actor of a command may do, and the escalation rule: nobody but an owner grants what they do not hold.</summary>
/// <param name="IsOwner">Whether the actor is an active owner.</param>
/// <param name="Effective">What the actor holds.</param>
/// <param name="At">When that is true.</param>
internal sealed record ActorRights(bool IsOwner, EffectivePermissions Effective, DateTimeOffset At)
{
    public bool May(PermissionName permission) => Effective.Check(permission, null, At).Allowed;

    /// <summary>Why the actor may not hand out these permissions; null when they may.</summary>
    public Fault? RefusalToGrant(PermissionSet permissions) =>
        IsOwner || Effective.Covers(permissions, At) ? null : OrganizationFaults.ExceedsOwn;

    /// <summary>
    /// Why the actor may not be in charge of a client that can be granted these scopes, null for whatever its subjects hold; null when they may.
    /// </summary>
    public Fault? RefusalToGrant(ImmutableArray<string>? scopes)
    {
        if (scopes is not { } limited) return IsOwner ? null : OrganizationFaults.ExceedsOwn;
        return RefusalToGrant(PermissionSet.From(limited.Where(scope => PermissionName.TryParse(scope, out _)).Select(PermissionName.Parse)));
    }

    /// <summary>Why the actor may not give somebody this role; null when they may.</summary>
    public Fault? RefusalToGrant(RoleState role) =>
        RefusalToTouchOwner(role.Name == SystemRoles.Owner) ?? RefusalToGrant(role.ToPermissionSet());

    /// <summary>Why the actor may not change something of an owner, or the owner role; null when they may.</summary>
    public Fault? RefusalToTouchOwner(bool isOwners) => isOwners && !IsOwner ? OrganizationFaults.OwnerRequired : null;
}
