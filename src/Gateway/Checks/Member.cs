using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Leases;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.Permissions;

namespace AuthServe.Gateway.Checks;

/// <summary>A copy of a user as a member of an organization.</summary>
internal sealed class Member(MemberCopy copy)
{
    private readonly ImmutableArray<RoleAssignment> _roles =
        [.. copy.Roles.Select(role => new RoleAssignment(role.Role, role.Incarnation, role.Resource, role.ExpiresAt))];

    private Compiled? _compiled;

    /// <summary>Of the user's record.</summary>
    public long Version => copy.Version;

    /// <summary>Every change of the organization up to this one was in effect where the user is active.</summary>
    public long Revision => copy.Revision;

    /// <summary>What the roles grant under a policy: worked out once.</summary>
    public EffectivePermissions RightsUnder(Policy policy)
    {
        if (_compiled is { } compiled && ReferenceEquals(compiled.Policy, policy)) return compiled.Rights;
        var rights = policy.Roles.Compile(_roles);
        _compiled = new(policy, rights);
        return rights;
    }

    public bool HasRevoked(string token) => copy.RevokedTokens.Contains(token);

    /// <summary>When a session ends; null when it is not known here: it may have ended, or be new.</summary>
    public DateTimeOffset? EndOf(SessionId session)
    {
        foreach (var live in copy.Sessions)
        {
            if (live.Id == session) return live.ExpiresAt;
        }

        return null;
    }

    private sealed record Compiled(Policy Policy, EffectivePermissions Rights);
}
