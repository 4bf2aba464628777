using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Roles;
using AuthServe.Grains.Users;

namespace AuthServe.Grains.Organizations;

/// <summary>Why a command must not change what its actor has not seen; null when it may.</summary>
internal sealed partial class OrganizationGrain
{
    private static Fault? RefusalToOverwrite(Actor actor, RoleState role) => RefusalToOverwrite(actor, role, static role => EntityTag.Of(role.ToContract()));

    private static Fault? RefusalToOverwrite(Actor actor, Permission permission) => RefusalToOverwrite(actor, permission, EntityTag.Of);

    private Fault? RefusalToOverwrite(Actor actor, UserId user, MemberState member) =>
        RefusalToOverwrite(actor, member, member => EntityTag.Of(ToContract(user, member)));

    private Fault? RefusalToOverwrite(Actor actor, ClientRecord client) =>
        RefusalToOverwrite(actor, client, client => EntityTag.Of(ToContract(client)));

    private Fault? RefusalToOverwriteProfile(Actor actor) => RefusalToOverwrite(actor, ToContract(State.Profile), EntityTag.Of);

    private static Fault? RefusalToOverwrite<T>(Actor actor, T resource, Func<T, string> tag) =>
        actor.IfMatch is not { } condition || condition.IsMetBy(tag(resource)) ? null : OrganizationFaults.PreconditionFailed;
}
