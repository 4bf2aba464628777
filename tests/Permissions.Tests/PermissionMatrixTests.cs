using YamlDotNet.Core;

namespace AuthServe.Permissions.Tests;

public sealed class PermissionMatrixTests
{
    private static readonly PermissionMatrix[] Everywhere = [.. PermissionMatrix.LoadAll(Path.Combine(AppContext.BaseDirectory, "Cases"))];

    private static readonly PermissionMatrix[] EngineOnly =
        [.. PermissionMatrix.LoadAll(Path.Combine(AppContext.BaseDirectory, "Cases", "engine-only"))];

    public static IEnumerable<TheoryDataRow<string, int>> Checks =>
        from matrix in Everywhere.Concat(EngineOnly)
        from index in Enumerable.Range(0, matrix.Checks.Length)
        select new TheoryDataRow<string, int>(matrix.Name, index) { TestDisplayName = $"{matrix.Name}: {matrix.Checks[index]}" };

    [Theory]
    [MemberData(nameof(Checks))]
    public void Answers_as_the_table_says(string name, int index)
    {
        var matrix = Everywhere.Concat(EngineOnly).Single(matrix => matrix.Name == name);
        var check = matrix.Checks[index];

        var decision = Policy(matrix)
            .Compile(Assignments(matrix, check.Member))
            .Check(PermissionName.Parse(check.Permission), check.Resource, check.At);

        Assert.Equal(check.Via, decision.Via);
        Assert.Equal(check.Allow, decision.Allowed);
    }

    [Fact]
    public void Tables_for_every_surface_need_nothing_the_api_does_not_offer()
    {
        Assert.True(Everywhere.Sum(matrix => matrix.Checks.Length) >= 40);
        Assert.All(Everywhere, matrix => Assert.Empty(matrix.Assignments));
        Assert.All(Everywhere.SelectMany(matrix => matrix.Checks), check => Assert.Equal(default, check.At));
    }

    [Theory]
    [InlineData("via: [a], wia: [a] }")]
    [InlineData("}")]
    [InlineData("via: [a] }\nrule: twice")]
    public void Refuses_a_table_with_members_it_does_not_know_or_misses_or_repeats(string end) =>
        Assert.ThrowsAny<YamlException>(() => Parse("{ member: x, permission: a.b.c, " + end));

    [Theory]
    [InlineData("{ member: y, permission: a.b.c, allow: true, via: [a] }", "no member y")]
    [InlineData("{ member: x, permission: a.b.c, allow: true }", "allowed via nothing")]
    [InlineData("{ member: x, permission: a.b.c, allow: false, via: [a] }", "refused via something")]
    [InlineData("{ member: x, permission: a.b.c, allow: false }\nassignments: [{ member: x, role: b }]", "no role b")]
    public void Refuses_a_table_that_contradicts_itself(string check, string because)
    {
        var error = Assert.Throws<InvalidDataException>(() => Parse(check));

        Assert.Contains(because, error.Message, StringComparison.Ordinal);
    }

    private static PermissionMatrix Parse(string check) =>
        PermissionMatrix.Parse("table", $"rule: r\nroles: {{ a: [a.b.c] }}\nmembers: {{ x: [a] }}\nchecks:\n  - {check}");

    private static OrganizationPolicy Policy(PermissionMatrix matrix)
    {
        var system = SystemRoles.All.Select(role => new RolePolicy(role.Name, 1, role.Permissions));
        return OrganizationPolicy.Create(1, system.Concat(matrix.Roles.Select(role => new RolePolicy(role.Key, 1, role.Value.ToSet()))));
    }

    private static IEnumerable<RoleAssignment> Assignments(PermissionMatrix matrix, string member)
    {
        var whole = matrix.Members[member].Select(role => new RoleAssignment(role, 1, null, null));
        var limited = matrix.Assignments
            .Where(assignment => assignment.Member == member)
            .Select(assignment => new RoleAssignment(assignment.Role, assignment.Incarnation, assignment.Resource, assignment.ExpiresAt));
        return whole.Concat(limited);
    }
}
