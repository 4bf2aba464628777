using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Clients;

namespace AuthServe.Gateway.Security;

/// <summary>A token is good for no longer than its client is registered.</summary>
internal static class LiveClients
{
    /// <summary>Whether the client of the caller's token is there. A client that acts for itself is there when its account is.</summary>
    public static async ValueTask<bool> HasClientOfAsync(this Cluster cluster, Caller caller) =>
        caller.Client == AccessTokens.OwnClient
        || (ClientId.TryParse(caller.Client, out var id) && (id.ServiceAccount == caller.User || await cluster.Client(id).FindAsync() is not null));
}
