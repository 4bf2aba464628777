using AuthServe.GrainInterfaces.Clients;
using AuthServe.Grains.Clients;
using AuthServe.Grains.Users;

namespace AuthServe.Grains.Verification;

/// <summary>The directory lists OAuth clients as their grains say, each with the account it acts by.</summary>
internal sealed class ClientCheck(IGrainFactory grains, DirectoryRows directory) : IOrganizationCheck
{
    public async Task<IReadOnlyList<string>> FindAsync(Guid organization) =>
        await (await directory.ListClientsAsync(organization)).FindOfEachAsync(async row =>
        {
            var id = new ClientId(row.Client);
            var client = await grains.GetGrain<IRegisteredClient>(id.GrainKey).FindStateAsync();
            if (client?.Organization != organization) return [$"client {id}: is in the directory and does not exist"];

            var account = await grains.GetGrain<IUserMemberships>(id.ServiceAccount.Value).FindAsync(new(organization));
            return Comparing.Compare(
                $"client {id}", "the directory", "its own grain",
                ("name", row.Name, client.Name),
                ("time of creation", row.CreatedAt.ToUnixTimeMilliseconds(), client.CreatedAt.ToUnixTimeMilliseconds()),
                ("revision", row.Revision, client.Revision))
                .Concat(account is { Profile.IsService: true } ? [] : [$"client {id}: has no account"]);
        });
}
