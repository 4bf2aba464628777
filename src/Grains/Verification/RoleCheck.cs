using AuthServe.GrainInterfaces.Organizations;
using AuthServe.Grains.Permissions;
using AuthServe.Grains.Roles;

namespace AuthServe.Grains.Verification;

/// <summary>An organization's policy is what its role grains say, and carries nothing that the catalogue does not have.</summary>
internal sealed class RoleCheck(IGrainFactory grains) : IOrganizationCheck
{
    public async Task<IReadOnlyList<string>> FindAsync(Guid organization)
    {
        var policy = await grains.GetGrain<IOrganizationGrain>(organization).GetPolicyAsync();
        if (policy is null) return [];
        return await policy.Roles.FindOfEachAsync(async role =>
        {
            var stored = await grains.GetGrain<IRoleGrain>(organization, role.Role).FindAsync(0);
            var missing = await grains.GetGrain<ICatalogueGrain>(organization).FindMissingAsync(role.Permissions);
            return Comparing.Compare(
                $"role {role.Role}", "the organization", "its own grain",
                ("incarnation", role.Incarnation, stored?.Incarnation),
                ("permissions", string.Join(' ', role.Permissions), stored is null ? null : string.Join(' ', stored.Permissions)))
                .Concat(missing is null ? [] : [$"role {role.Role}: permission {missing} is not in the catalogue"]);
        });
    }
}
