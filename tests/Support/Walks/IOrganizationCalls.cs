namespace AuthServe.Support.Walks;

/// <summary>
/// The commands of one organization, by whatever way they reach it. Each answers null when it is refused, and else the id of the account that it
/// made, or the nil UUID. Anything else is an exception.
/// </summary>
public interface IOrganizationCalls
{
    /// <summary>The organization as it says it is.</summary>
    Task<World> ReadAsync();

    /// <summary>Whether a check allows it.</summary>
    Task<bool> MayAsync(Guid account, string permission);

    /// <summary>Adds a permission.</summary>
    Task<Guid?> CreatePermissionAsync(Guid actor, string permission);

    /// <summary>Removes a permission.</summary>
    Task<Guid?> DeletePermissionAsync(Guid actor, string permission);

    /// <summary>Adds a role.</summary>
    Task<Guid?> CreateRoleAsync(Guid actor, string role, string[] permissions);

    /// <summary>Replaces what a role carries.</summary>
    Task<Guid?> UpdateRoleAsync(Guid actor, string role, string[] permissions);

    /// <summary>Removes a role.</summary>
    Task<Guid?> DeleteRoleAsync(Guid actor, string role);

    /// <summary>Lets a role carry a permission.</summary>
    Task<Guid?> AttachAsync(Guid actor, string role, string permission);

    /// <summary>Takes a permission from a role.</summary>
    Task<Guid?> DetachAsync(Guid actor, string role, string permission);

    /// <summary>Makes permissions and roles these.</summary>
    Task<Guid?> ImportAsync(Guid actor, string[] permissions, IEnumerable<KeyValuePair<string, string[]>> roles);

    /// <summary>Adds a member.</summary>
    Task<Guid?> AddMemberAsync(Guid actor, string[] roles);

    /// <summary>Invites somebody new; the id of the invitation.</summary>
    Task<Guid?> InviteAsync(Guid actor, string role);

    /// <summary>Takes an invitation back.</summary>
    Task<Guid?> RevokeInvitationAsync(Guid actor, Guid invitation);

    /// <summary>Somebody new accepts an invitation.</summary>
    Task<Guid?> AcceptAsync(Guid invitation);

    /// <summary>Enables or disables a member.</summary>
    Task<Guid?> SetActiveAsync(Guid actor, Guid member, bool isActive);

    /// <summary>Removes a member.</summary>
    Task<Guid?> RemoveMemberAsync(Guid actor, Guid member);

    /// <summary>A member leaves.</summary>
    Task<Guid?> LeaveAsync(Guid member);

    /// <summary>Gives a member a role.</summary>
    Task<Guid?> AssignAsync(Guid actor, Guid member, string role);

    /// <summary>Takes a role from a member.</summary>
    Task<Guid?> UnassignAsync(Guid actor, Guid member, string role);

    /// <summary>Adds a client; null scopes let it be granted whatever its users hold.</summary>
    Task<Guid?> CreateClientAsync(Guid actor, string[]? scopes);

    /// <summary>Replaces the scopes of a client.</summary>
    Task<Guid?> LimitClientAsync(Guid actor, Guid client, string[] scopes);

    /// <summary>Makes a new secret of a client, which the actor then has.</summary>
    Task<Guid?> RotateSecretAsync(Guid actor, Guid client);

    /// <summary>Removes a client.</summary>
    Task<Guid?> DeleteClientAsync(Guid actor, Guid client);

    /// <summary>Gives a client a role.</summary>
    Task<Guid?> AssignToClientAsync(Guid actor, Guid client, string role);

    /// <summary>Takes a role from a client.</summary>
    Task<Guid?> UnassignFromClientAsync(Guid actor, Guid client, string role);
}
