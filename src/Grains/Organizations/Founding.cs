using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Permissions;
using AuthServe.Grains.Roles;
using AuthServe.Grains.Users;
using AuthServe.Permissions;

namespace AuthServe.Grains.Organizations;

/// <summary>The first entry of every organization's log: its system permissions and roles, and its first owner.</summary>
internal static class Founding
{
    private const long Revision = 1;

    public static LogEntry Entry(Guid organization, ProfileState profile, NewMember owner, DateTimeOffset now) => new()
    {
        Revision = Revision,
        Actor = owner.User.Value,
        Time = now,
        Command = "organization.found",
        Target = organization.ToString(),
        After = AuditText.Of(profile),
        ChangedRoles = [.. SystemRoles.All.Select(role => ToState(role, now))],
        Catalogue = new() { Added = [.. SystemPermissions.All.Select(permission => ToItem(permission, now))] },
        Member = new()
        {
            User = owner.User.Value,
            Profile = new() { Username = owner.Username, PrimaryEmail = owner.PrimaryEmail, DisplayName = owner.DisplayName },
            Membership = new()
            {
                IsActive = true,
                JoinedAt = now,
                Revision = Revision,
                Assignments = [new() { Role = SystemRoles.Owner, Incarnation = Revision }],
            },
            IsNewAccount = true,
        },
    };

    private static RoleState ToState(SystemRole role, DateTimeOffset now) => new()
    {
        Name = role.Name,
        DisplayName = role.DisplayName,
        IsSystem = true,
        Permissions = [.. role.Permissions.Select(permission => permission.Value)],
        Incarnation = Revision,
        Revision = Revision,
        CreatedAt = now,
    };

    internal static CatalogueItem ToItem(SystemPermission permission, DateTimeOffset now) =>
        new() { Slug = permission.Name.Value, Description = permission.Description, IsSystem = true, CreatedAt = now };
}
