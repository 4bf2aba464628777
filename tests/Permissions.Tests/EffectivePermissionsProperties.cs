using CsCheck;

namespace AuthServe.Permissions.Tests;

public sealed class EffectivePermissionsProperties
{
    private static readonly Gen<(ReferenceRole[] Roles, RoleAssignment[] Assignments)> User =
        Gen.Select(Generators.Roles, Generators.Assignments);

    private static readonly Gen<(string Permission, string? Resource)[]> Questions =
        Gen.Select(Generators.Permission, Gen.Null(Generators.Resource, 0.3)).Array[1, 6];

    [Fact]
    public void Checks_as_the_reference_does() =>
        Gen.Select(User, Questions, Generators.Time).Sample(
            (user, questions, now) =>
            {
                var effective = Compile(user.Roles, user.Assignments);
                foreach (var (permission, resource) in questions)
                {
                    var expected = Reference.Via(user.Roles, user.Assignments, permission, resource, now);
                    var decision = effective.Check(PermissionName.Parse(permission), resource, now);

                    Assert.Equal(expected, decision.Via);
                    Assert.Equal(expected.Length > 0, decision.Allowed);
                }
            },
            iter: Generators.Cases);

    [Fact]
    public void Explains_as_the_reference_does() => Gen.Select(User, Generators.Time).Sample(
        (user, now) => Assert.Equal(
            Reference.Explain(user.Roles, user.Assignments, now),
            Compile(user.Roles, user.Assignments).Explain(now).ToLines()),
        iter: Generators.Cases);

    [Fact]
    public void Covers_as_the_reference_does() => Gen.Select(User, Generators.Permission.Array[0, 3], Generators.Time).Sample(
        (user, granted, now) => Assert.Equal(
            Reference.Covers(user.Roles, user.Assignments, granted, now),
            Compile(user.Roles, user.Assignments).Covers(granted.ToSet(), now)),
        iter: Generators.Cases);

    [Fact]
    public void Finds_the_objects_that_the_reference_grants_it_for_and_no_other() => Gen.Select(User, Generators.Permission, Generators.Time).Sample(
        (user, permission, now) =>
        {
            var limited = user.Assignments.Where(assignment => assignment.Resource is not null).ToArray();
            var expected = limited.Select(assignment => assignment.Resource!).Distinct()
                .Where(resource => Reference.Via(user.Roles, limited, permission, resource, now).Length > 0);

            Assert.Equal(
                expected.Order(StringComparer.Ordinal),
                Compile(user.Roles, user.Assignments).Objects(PermissionName.Parse(permission), now).Order(StringComparer.Ordinal));
        },
        iter: Generators.Cases);

    private static EffectivePermissions Compile(ReferenceRole[] roles, RoleAssignment[] assignments) =>
        OrganizationPolicy.Create(1, roles.Select(role => role.ToPolicy())).Compile(assignments);
}
