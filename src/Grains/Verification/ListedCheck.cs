using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Clients;

namespace AuthServe.Grains.Verification;

/// <summary>Every membership and every client is in the directory of its organization.</summary>
internal sealed class ListedCheck(IGrainFactory grains, StoredKeys keys, DirectoryRows directory) : IStoreCheck
{
    public async Task<IReadOnlyList<string>> FindAsync() =>
    [
        .. await (await keys.ListAsync("user")).FindOfEachAsync(FindMembershipsAsync),
        .. await (await keys.ListTextsAsync("client")).FindOfEachAsync(FindClientAsync),
    ];

    private async Task<IEnumerable<string>> FindMembershipsAsync(Guid user)
    {
        if (await grains.GetGrain<IUserGrain>(user).GetAccountAsync() is not { IsService: false } account) return [];
        var listed = await directory.ListOrganizationsOfMemberAsync([.. account.Memberships.Select(membership => membership.Organization.Value)], user);
        return account.Memberships
            .Where(membership => !listed.Contains(membership.Organization.Value))
            .Select(membership => $"organization {membership.Organization}: member {user}: has a membership and is not in the directory");
    }

    private async Task<IEnumerable<string>> FindClientAsync(string key)
    {
        if (await grains.GetGrain<IRegisteredClient>(key).FindStateAsync() is not { } client || !ClientId.TryParse(key[2..], out var id)) return [];
        return await directory.HasClientAsync(client.Organization, id.Value)
            ? []
            : [$"organization {new OrganizationId(client.Organization)}: client {id}: exists and is not in the directory"];
    }
}
