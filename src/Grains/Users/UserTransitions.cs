using AuthServe.Permissions;

namespace AuthServe.Grains.Users;

/// <summary>What a log entry makes of a user, and how an assignment reads to the engine: values in, values out.</summary>
internal static class UserTransitions
{
    /// <summary>The state after an entry of that organization.</summary>
    public static UserState After(this UserState state, Guid organization, MemberEffect effect, DateTimeOffset time)
    {
        var memberships = effect.Membership is { } membership
            ? state.Memberships.SetItem(organization, membership)
            : state.Memberships.Remove(organization);
        return new()
        {
            Profile = memberships.IsEmpty ? null : effect.Profile,
            CreatedAt = effect.IsNewAccount ? time : state.CreatedAt,
            Version = state.Version + 1,
            Memberships = memberships,
        };
    }

    /// <summary>Whether the role it names is still the one it was made for.</summary>
    public static bool IsLiveIn(this AssignmentState assignment, OrganizationPolicy policy) =>
        policy.TryGetRole(assignment.Role, out var role) && role.Incarnation == assignment.Incarnation;

    public static RoleAssignment ToEngine(this AssignmentState assignment) =>
        new(assignment.Role, assignment.Incarnation, assignment.Resource, assignment.ExpiresAt);
}
