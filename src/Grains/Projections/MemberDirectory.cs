using System.Data.Common;
using AuthServe.Grains.Users;
using Dapper;

namespace AuthServe.Grains.Projections;

/// <summary>Writes the directory of members.</summary>
internal static class MemberDirectory
{
    /// <summary>Removes the roles of a member. Parameters: organization, user.</summary>
    internal const string RemoveRoles = "DELETE FROM directory_member_roles WHERE organization_id = @organization AND user_id = @user";

    /// <summary>Writes a member as an entry leaves them: one row, and one for each of their roles.</summary>
    public static async Task WriteAsync(DbConnection connection, Guid organization, MemberEffect effect)
    {
        var key = new { organization, user = effect.User };
        await connection.ExecuteAsync(RemoveRoles, key);
        if (effect.Membership is not { } membership)
        {
            await connection.ExecuteAsync("DELETE FROM directory_members WHERE organization_id = @organization AND user_id = @user", key);
            return;
        }

        await WriteRowAsync(connection, organization, effect.User, effect.Profile, membership);
        await WriteRolesAsync(connection, organization, effect.User, effect.Profile, membership);
    }

    private static Task<int> WriteRowAsync(
        DbConnection connection, Guid organization, Guid user, AccountProfile profile, MembershipState membership) => connection.ExecuteAsync(
        """
        INSERT INTO directory_members
            (organization_id, user_id, username, primary_email, display_name, display_key, is_active, joined_at, revision)
        VALUES (@organization, @user, @Username, @PrimaryEmail, @DisplayName, @displayKey, @IsActive, @JoinedAt, @Revision)
        ON CONFLICT (organization_id, user_id) DO UPDATE SET
            username = excluded.username, primary_email = excluded.primary_email, display_name = excluded.display_name,
            display_key = excluded.display_key, is_active = excluded.is_active, joined_at = excluded.joined_at, revision = excluded.revision
        """,
        new
        {
            organization,
            user,
            profile.Username,
            profile.PrimaryEmail,
            DisplayName = NameOf(profile, membership),
            displayKey = SearchKey.Of(NameOf(profile, membership)),
            membership.IsActive,
            membership.JoinedAt,
            membership.Revision,
        });

    private static Task<int> WriteRolesAsync(
        DbConnection connection, Guid organization, Guid user, AccountProfile profile, MembershipState membership) => connection.ExecuteAsync(
        """
        INSERT INTO directory_member_roles (organization_id, user_id, role, username, primary_email, display_key, is_active)
        VALUES (@organization, @user, @role, @Username, @PrimaryEmail, @displayKey, @IsActive)
        """,
        membership.Assignments
            .Select(assignment => assignment.Role)
            .Distinct(StringComparer.Ordinal)
            .Select(role => new
            {
                organization,
                user,
                role,
                profile.Username,
                profile.PrimaryEmail,
                displayKey = SearchKey.Of(NameOf(profile, membership)),
                membership.IsActive,
            }));

    private static string? NameOf(AccountProfile profile, MembershipState membership) => membership.DisplayName ?? profile.DisplayName;
}
