using System.Globalization;
using CsCheck;

namespace AuthServe.Permissions.Tests;

/// <summary>Random input, of few and look-alike names so that it collides.</summary>
internal static class Generators
{
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly Gen<string> Permission = Gen.Select(
        Gen.OneOf("a", "ab", "ac", "all"),
        Gen.OneOf("b", "bc", "bd", "cc", "all", "b-c"),
        Gen.OneOf("all", "al", "alls", "read", "rea", "reap", "read-all"),
        (service, resource, action) => $"{service}.{resource}.{action}");

    public static readonly Gen<string[]> Permissions = Permission.Array[0, 8];

    public static readonly Gen<string> RoleName = Gen.OneOf("a", "ab", "a-b", "a_b", "all", "owner", "b");

    public static readonly Gen<long> Incarnation = Gen.Long[1, 3];

    public static readonly Gen<string> Resource = Gen.OneOf("b/1", "b/10", "B/1", "b/", "");

    public static readonly Gen<DateTimeOffset> Time = Gen.OneOf(
        Now,
        Now.AddTicks(1),
        Now.AddTicks(-1),
        Now.AddHours(1),
        Now.ToOffset(TimeSpan.FromHours(9)),
        DateTimeOffset.MinValue,
        DateTimeOffset.MaxValue);

    public static readonly Gen<RoleAssignment> Assignment = Gen.Select(
        RoleName,
        Incarnation,
        Gen.Null(Resource, 0.7),
        Gen.Nullable(Time, 0.7),
        (role, incarnation, resource, expiresAt) => new RoleAssignment(role, incarnation, resource, expiresAt));

    public static readonly Gen<RoleAssignment[]> Assignments = Assignment.Array[0, 8];

    public static readonly Gen<ReferenceRole> Role = Gen.Select(
        RoleName, Incarnation, Permissions, (role, incarnation, permissions) => new ReferenceRole(role, incarnation, permissions));

    public static readonly Gen<ReferenceRole[]> Roles = Role.Array[0, 6].Select(roles => roles.DistinctBy(role => role.Role).ToArray());

    /// <summary>How often each property is tried: 10,000 times, or what <c>AUTHSERVE_PROPERTY_CASES</c> says.</summary>
    public static long Cases { get; } =
        long.Parse(Environment.GetEnvironmentVariable("AUTHSERVE_PROPERTY_CASES") ?? "10000", CultureInfo.InvariantCulture);
}
