using System.Globalization;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Users;
using Xunit;

namespace AuthServe.Grains.Tests.Memberships;

/// <summary>
/// The same people in several organizations, whose roles and permissions have the same names and grant other things: whatever is done in one,
/// what anybody may do in any of them is what that one says. <c>AUTHSERVE_ISOLATION_STEPS</c> says for how long.
/// </summary>
public sealed class IsolationTests(SharedSilo silo)
{
    private const int Seed = 20_261_126;
    private static readonly int Steps = int.Parse(Environment.GetEnvironmentVariable("AUTHSERVE_ISOLATION_STEPS") ?? "250", CultureInfo.InvariantCulture);
    private static readonly string[] Roles = ["clerk", "auditor", "driver"];
    private static readonly string[] Permissions = ["billing.invoice.read", "billing.invoice.write", "fleet.truck.drive"];

    private readonly Random _random = new(Seed);

    [Fact]
    public async Task What_somebody_may_do_in_an_organization_it_alone_says()
    {
        var (home, people) = (await silo.SignUpAsync(), new List<UserId>());
        for (var person = 0; person < 5; person++) people.Add(await home.AddSilentAsync("user"));
        var organizations = new List<Model>();
        for (var number = 0; number < 4; number++) organizations.Add(await FoundAsync());

        var (changes, allowed) = (0, 0);
        for (var step = 1; step <= Steps; step++)
        {
            var (organization, person) = (Draw(organizations), Draw(people));
            var what = await StepAsync(organization, person);
            if (what is not null) changes++;
            foreach (var model in organizations)
            {
                foreach (var somebody in people) allowed += await AssertAsModelledAsync(model, somebody, $"after step {step}, {what}, of seed {Seed}");
            }
        }

        // Of a walk on which nothing changes, or nobody may do anything, nothing is learned.
        Assert.True(changes > Steps / 3, $"{changes} changes");
        Assert.True(allowed > Steps, $"{allowed} times allowed");
    }

    private async Task<Model> FoundAsync()
    {
        var model = new Model(await silo.SignUpAsync());
        foreach (var permission in Permissions) Assert.Null((await model.Tenant.Permissions.CreatePermissionAsync(model.Tenant.AsOwner, permission, null)).Fault);
        foreach (var role in Roles)
        {
            var granted = Permissions.Where(_ => _random.Next(2) == 0).ToHashSet(StringComparer.Ordinal);
            Assert.Null((await model.Tenant.Roles.CreateRoleAsync(model.Tenant.AsOwner, new(role, null, [.. granted]))).Fault);
            model.Roles[role] = granted;
        }

        return model;
    }

    // What was done; null when there was nothing to do.
    private async Task<string?> StepAsync(Model model, UserId person)
    {
        var (tenant, role) = (model.Tenant, Draw(Roles));
        if (!model.Members.TryGetValue(person, out var member))
        {
            if (_random.Next(3) != 0) return null;
            Assert.Null((await silo.Accounts.AcceptInvitationAsync(new(await tenant.InviteAsync(role), person, null))).Fault);
            model.Members[person] = new() { Roles = { role } };
            return "join";
        }

        switch (_random.Next(10))
        {
            case 0 or 1 or 2:
                Assert.Null((await tenant.Members.AssignRoleAsync(tenant.AsOwner, person, role)).Fault);
                return member.Roles.Add(role) ? "assign" : null;
            case 3 or 4:
                Assert.Null((await tenant.Members.UnassignRoleAsync(tenant.AsOwner, person, role)).Fault);
                return member.Roles.Remove(role) ? "unassign" : null;
            case 5 or 6:
                member.IsActive = !member.IsActive;
                Assert.Null((await tenant.Members.UpdateMemberAsync(tenant.AsOwner, person, new(null, member.IsActive))).Fault);
                return member.IsActive ? "enable" : "disable";
            case 7 or 8:
                var granted = Permissions.Where(_ => _random.Next(2) == 0).ToHashSet(StringComparer.Ordinal);
                Assert.Null((await tenant.Roles.UpdateRoleAsync(tenant.AsOwner, role, new(null, [.. granted]))).Fault);
                model.Roles[role] = granted;
                return "change a role";
            default:
                var left = _random.Next(2) == 0
                    ? await tenant.Members.LeaveAsync(person)
                    : await tenant.Members.RemoveMemberAsync(tenant.AsOwner, person);
                Assert.Null(left.Fault);
                model.Members.Remove(person);
                return "leave";
        }
    }

    private async Task<int> AssertAsModelledAsync(Model model, UserId person, string when)
    {
        var (user, expected) = (silo.User(person), model.RightsOf(person));
        foreach (var permission in Permissions)
        {
            var check = await user.CheckAsync(model.Tenant.Id, new Question(permission));
            Assert.True(check.IsAllowed == expected.Contains(permission), $"{permission} is {check.IsAllowed} {when}");
        }

        var rights = await user.GetEffectivePermissionsAsync(model.Tenant.Id);
        Assert.Equal(model.Members.ContainsKey(person), rights is not null);
        Assert.Equal(expected.Order(StringComparer.Ordinal), rights?.Permissions.Select(right => right.Permission) ?? []);
        return expected.Count;
    }

    private T Draw<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private sealed class Model(Tenant tenant)
    {
        public Tenant Tenant => tenant;

        public Dictionary<string, HashSet<string>> Roles { get; } = new(StringComparer.Ordinal);

        public Dictionary<UserId, ModelMember> Members { get; } = [];

        public HashSet<string> RightsOf(UserId person) => Members.TryGetValue(person, out var member) && member.IsActive
            ? [.. member.Roles.SelectMany(role => Roles[role])]
            : [];
    }

    private sealed class ModelMember
    {
        public bool IsActive { get; set; } = true;

        public HashSet<string> Roles { get; } = new(StringComparer.Ordinal);
    }
}
