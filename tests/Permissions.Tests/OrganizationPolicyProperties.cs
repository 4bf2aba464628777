using CsCheck;

namespace AuthServe.Permissions.Tests;

public sealed class OrganizationPolicyProperties
{
    // A role that carries nothing stands for taking it out.
    private static readonly Gen<ReferenceRole[]> Changes = Generators.Role.Array[0, 8];

    [Fact]
    public void A_changed_policy_is_the_one_created_from_scratch() =>
        Gen.Select(Generators.Roles, Changes, Generators.Assignments).Sample(
            (roles, changes, assignments) =>
            {
                var current = roles.ToDictionary(role => role.Role);
                var policy = Create(0, current.Values);
                for (var revision = 1; revision <= changes.Length; revision++)
                {
                    var before = (Policy: policy, Roles: current.Values.ToArray());
                    policy = Apply(policy, revision, changes[revision - 1], current);

                    AssertSame(Create(revision, current.Values), policy, assignments);
                    AssertSame(Create(revision - 1, before.Roles), before.Policy, assignments);
                }
            },
            iter: Generators.Cases);

    private static OrganizationPolicy Create(long revision, IEnumerable<ReferenceRole> roles) =>
        OrganizationPolicy.Create(revision, roles.Select(role => role.ToPolicy()));

    private static OrganizationPolicy Apply(
        OrganizationPolicy policy, long revision, ReferenceRole change, Dictionary<string, ReferenceRole> current)
    {
        if (change.Permissions.Length > 0)
        {
            current[change.Role] = change;
            return policy.With(revision, change.ToPolicy());
        }

        current.Remove(change.Role);
        return policy.Without(revision, change.Role);
    }

    private static void AssertSame(OrganizationPolicy expected, OrganizationPolicy actual, RoleAssignment[] assignments)
    {
        Assert.Equal(expected.Revision, actual.Revision);
        Assert.Equal(expected.Roles, actual.Roles);
        foreach (var role in expected.Roles)
        {
            Assert.True(actual.TryGetRole(role.Role, out var found));
            Assert.Equal(role, found);
        }

        Assert.Equal(
            expected.Compile(assignments).Explain(Generators.Now).ToLines(),
            actual.Compile(assignments).Explain(Generators.Now).ToLines());
    }
}
