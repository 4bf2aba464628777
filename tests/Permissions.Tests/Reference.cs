namespace AuthServe.Permissions.Tests;

/// <summary>What a role of the reference carries.</summary>
public sealed record ReferenceRole(string Role, long Incarnation, string[] Permissions)
{
    public RolePolicy ToPolicy() => new(Role, Incarnation, PermissionSet.From(Permissions.Select(PermissionName.Parse)));

    public override string ToString() => $"{Role}#{Incarnation} [{string.Join(' ', Permissions)}]";
}

/// <summary>The rules once more, in the plainest way there is: lists, and names taken apart at their dots.</summary>
internal static class Reference
{
    public static bool Contains(IEnumerable<string> carried, string permission)
    {
        var parts = permission.Split('.');
        return carried.Any(name => name == permission || name == parts[0] + "." + parts[1] + ".all");
    }

    public static bool ContainsAll(IEnumerable<string> carried, IEnumerable<string> others) =>
        others.All(other => Contains(carried, other));

    public static string[] Via(
        ReferenceRole[] roles, RoleAssignment[] assignments, string permission, string? resource, DateTimeOffset now)
    {
        var via = new List<string>();
        foreach (var assignment in assignments)
        {
            if (assignment.ExpiresAt is not null && assignment.ExpiresAt <= now) continue;
            if (assignment.Resource is not null && assignment.Resource != resource) continue;
            foreach (var role in roles)
            {
                if (role.Role != assignment.Role || role.Incarnation != assignment.Incarnation) continue;
                if (Contains(role.Permissions, permission) && !via.Contains(role.Role)) via.Add(role.Role);
            }
        }

        via.Sort(StringComparer.Ordinal);
        return [.. via];
    }

    public static string[] Explain(ReferenceRole[] roles, RoleAssignment[] assignments, DateTimeOffset now)
    {
        var wide = assignments
            .Where(assignment => assignment.Resource is null && (assignment.ExpiresAt is null || assignment.ExpiresAt > now))
            .ToArray();
        var carried = new List<string>();
        foreach (var role in roles)
        {
            if (wide.Any(assignment => assignment.Role == role.Role && assignment.Incarnation == role.Incarnation))
                carried.AddRange(role.Permissions);
        }

        carried.Sort(StringComparer.Ordinal);
        return [.. carried.Distinct().Select(name => $"{name}: {string.Join(' ', Via(roles, wide, name, null, now))}")];
    }

    public static bool Covers(ReferenceRole[] roles, RoleAssignment[] assignments, string[] granted, DateTimeOffset now) =>
        granted.All(name => Via(roles, assignments, name, null, now).Length > 0);
}
