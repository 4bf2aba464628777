using System.Collections.Immutable;
using AuthServe.Permissions;

namespace AuthServe.Grains.Users;

/// <summary>What a log entry makes of a user, and how an assignment reads to the engine: values in, values out.</summary>
internal static class UserTransitions
{
    /// <summary>Whether the entry of that revision, or a later one, has been applied; also when it took the membership away.</summary>
    public static bool Contains(this UserState state, Guid organization, long revision) =>
        state.Memberships.TryGetValue(organization, out var membership)
            ? membership.Revision >= revision
            : state.Left.GetValueOrDefault(organization) >= revision;

    /// <summary>The state after an entry of that organization.</summary>
    public static UserState After(this UserState state, Guid organization, MemberEffect effect, long revision, DateTimeOffset time)
    {
        var memberships = effect.Membership is { } membership
            ? state.Memberships.SetItem(organization, membership)
            : state.Memberships.Remove(organization);
        return state with
        {
            Profile = memberships.IsEmpty ? null : effect.Profile,
            CreatedAt = effect.IsNewAccount ? time : state.CreatedAt,
            Version = state.Version + 1,
            Memberships = memberships,
            Left = effect.Membership is null ? state.Left.SetItem(organization, revision) : state.Left.Remove(organization),
            Sessions = effect.Membership is { IsActive: true } ? state.Sessions : state.Sessions.Where(
                session => !memberships.IsEmpty && session.Value.Organization != organization).ToImmutableSortedDictionary(),
        };
    }

    /// <summary>Whether the role it names is still the one it was made for.</summary>
    public static bool IsLiveIn(this AssignmentState assignment, OrganizationPolicy policy) =>
        policy.TryGetRole(assignment.Role, out var role) && role.Incarnation == assignment.Incarnation;

    public static RoleAssignment ToEngine(this AssignmentState assignment) =>
        new(assignment.Role, assignment.Incarnation, assignment.Resource, assignment.ExpiresAt);
}
