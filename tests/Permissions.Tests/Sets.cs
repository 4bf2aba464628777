namespace AuthServe.Permissions.Tests;

/// <summary>Sets written as their names.</summary>
internal static class Sets
{
    public static PermissionSet Of(params IEnumerable<string> names) => PermissionSet.From(names.Select(PermissionName.Parse));

    public static PermissionSet ToSet(this IEnumerable<string> names) => Of(names);

    /// <summary>What is held, a line each: the permission and the roles.</summary>
    public static string[] ToLines(this IEnumerable<HeldPermission> held) =>
        [.. held.Select(item => $"{item.Permission}: {string.Join(' ', item.Via)}")];
}
