using System.Collections.Immutable;
using AuthServe.GrainInterfaces.LoginNames;
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

    /// <summary>
    /// The state after an entry of that organization. An account that is gone does not come back: to its entry, it has left already.
    /// </summary>
    public static UserState After(this UserState state, Guid organization, MemberEffect effect, long revision, DateTimeOffset time)
    {
        var profile = effect.IsNewAccount || effect.Profile.IsService ? effect.Profile : state.Profile;
        if (profile is null || effect.Membership is not { } membership) return state.Without(organization, revision);
        return state with
        {
            Profile = profile,
            CreatedAt = effect.IsNewAccount ? time : state.CreatedAt,
            Version = state.Version + 1,
            Memberships = state.Memberships.SetItem(organization, membership),
            Left = state.Left.Remove(organization),
            Unannounced = effect.Profile == profile ? state.Unannounced.Remove(organization) : state.Unannounced,
            Sessions = membership.IsActive ? state.Sessions : state.SessionsOutside(organization),
        };
    }

    /// <summary>The state with another profile, which every organization has yet to hear of.</summary>
    public static UserState With(this UserState state, AccountProfile profile)
    {
        if (state.Profile is not { } before || before == profile) return state;
        var told = state.Memberships.Keys.Except(state.Unannounced.Keys).Select(id => KeyValuePair.Create(id, before));
        return state with { Version = state.Version + 1, Profile = profile, Unannounced = state.Unannounced.AddRange(told) };
    }

    /// <summary>The state in which that address is known to reach the user, if it is the account's.</summary>
    public static UserState WithVerified(this UserState state, string email) =>
        state.Profile is { IsEmailVerified: false } profile && profile.PrimaryEmail == email
            ? state with { Version = state.Version + 1, Profile = profile with { IsEmailVerified = true } }
            : state;

    /// <summary>The state with another address, which is known to reach the user. The name of the old one is to be released.</summary>
    public static UserState WithEmail(this UserState state, string email)
    {
        if (state.Profile is not { } before || before.PrimaryEmail == email) return state;
        var next = state.With(before with { PrimaryEmail = email, IsEmailVerified = true });
        return next with { FreedNames = next.FreedNames.Add(LoginName.EmailKey(before.PrimaryEmail)) };
    }

    // The account goes with its last membership, and with it everything that says something of a person but the names to be released.
    private static UserState Without(this UserState state, Guid organization, long revision)
    {
        var left = state.Left.SetItem(organization, revision);
        if (state.Memberships.Remove(organization) is { IsEmpty: false } memberships)
        {
            return state with
            {
                Version = state.Version + 1,
                Memberships = memberships,
                Left = left,
                Unannounced = state.Unannounced.Remove(organization),
                Sessions = state.SessionsOutside(organization),
            };
        }

        ImmutableArray<string> names = state.Profile is { IsService: false } profile
            ? [LoginName.UsernameKey(profile.Username), LoginName.EmailKey(profile.PrimaryEmail)]
            : [];
        return new()
        {
            CreatedAt = state.CreatedAt,
            Version = state.Version + 1,
            Left = left,
            FreedNames = [.. state.FreedNames.Union(names)],
            RevokedTokens = state.RevokedTokens,
            PasswordGeneration = state.PasswordGeneration,
        };
    }

    private static ImmutableSortedDictionary<Guid, SessionState> SessionsOutside(this UserState state, Guid organization) =>
        state.Sessions.Where(session => session.Value.Organization != organization).ToImmutableSortedDictionary();

    /// <summary>Whether the role it names is still the one it was made for.</summary>
    public static bool IsLiveIn(this AssignmentState assignment, OrganizationPolicy policy) =>
        policy.TryGetRole(assignment.Role, out var role) && role.Incarnation == assignment.Incarnation;

    public static RoleAssignment ToEngine(this AssignmentState assignment) =>
        new(assignment.Role, assignment.Incarnation, assignment.Resource, assignment.ExpiresAt);
}
