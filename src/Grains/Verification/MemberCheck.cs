using AuthServe.GrainInterfaces.Organizations;
using AuthServe.Grains.Organizations;
using AuthServe.Grains.Policies;
using AuthServe.Grains.Projections;
using AuthServe.Grains.Users;
using AuthServe.Permissions;

namespace AuthServe.Grains.Verification;

/// <summary>The directory lists members as their accounts say, with the roles they have, and the organization's owners are those among them.</summary>
internal sealed class MemberCheck(IGrainFactory grains, DirectoryRows directory) : IOrganizationCheck
{
    public async Task<IReadOnlyList<string>> FindAsync(Guid organization)
    {
        var policy = await ReadPolicyAsync(organization);
        var owners = new HashSet<Guid>();
        var found = await (await directory.ListMembersAsync(organization)).FindOfEachAsync(async row =>
        {
            var member = await grains.GetGrain<IUserMemberships>(row.User).FindAsync(new(organization));
            if (member is not { Profile.IsService: false }) return [$"member {row.User}: is in the directory and has no membership"];
            if (IsOwner(member.Membership, policy)) lock (owners) owners.Add(row.User);
            return Compare(row, member, RolesOf(member.Membership, policy));
        });
        return [.. found, .. await FindOwnersAsync(organization, owners)];
    }

    private static IEnumerable<string> Compare(MemberRow row, MemberState member, string roles) => Comparing.Compare(
        $"member {row.User}", "the directory", "the account",
        ("username", row.Username, member.Profile.Username),
        ("e-mail address", row.PrimaryEmail, member.Profile.PrimaryEmail),
        ("display name", row.DisplayName, member.DisplayName),
        ("search key", row.DisplayKey, SearchKey.Of(member.DisplayName)),
        ("status", row.IsActive, member.Membership.IsActive),
        ("time of joining", row.JoinedAt.ToUnixTimeMilliseconds(), member.Membership.JoinedAt.ToUnixTimeMilliseconds()),
        ("revision", row.Revision, member.Membership.Revision),
        ("roles", row.Roles, roles));

    private async Task<OrganizationPolicy> ReadPolicyAsync(Guid organization)
    {
        var policy = await grains.GetGrain<IOrganizationGrain>(organization).GetPolicyAsync();
        return OrganizationPolicy.Create(policy?.Revision ?? 0, policy?.Roles.Select(role => role.ToPolicy()) ?? []);
    }

    private async Task<IEnumerable<string>> FindOwnersAsync(Guid organization, HashSet<Guid> members)
    {
        var committed = (await grains.GetGrain<ISequencer>(organization).GetHeadAsync()).Owners;
        return members.Except(committed).Select(user => $"member {user}: is an owner that the organization does not know of")
            .Concat(committed.Except(members).Select(user => $"owner {user}: is no active member who has the role"));
    }

    private static bool IsOwner(MembershipState membership, OrganizationPolicy policy) =>
        membership.IsActive && Live(membership, policy).Any(assignment => assignment.Role == SystemRoles.Owner && assignment.Resource is null);

    private static string RolesOf(MembershipState membership, OrganizationPolicy policy) =>
        string.Join(' ', Live(membership, policy).Select(assignment => assignment.Role).Distinct().Order(StringComparer.Ordinal));

    private static IEnumerable<AssignmentState> Live(MembershipState membership, OrganizationPolicy policy) =>
        membership.Assignments.Where(assignment => assignment.IsLiveIn(policy));
}
