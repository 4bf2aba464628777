using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Clients;

namespace AuthServe.Gateway.OAuth.Clients;

/// <summary>Finds clients by what the protocol calls them.</summary>
internal static class KnownClients
{
    /// <summary>The client of this name; null when there is none.</summary>
    public static async ValueTask<KnownClient?> FindClientAsync(this Cluster cluster, string? clientId)
    {
        if (clientId == KnownClient.Own.ClientId) return KnownClient.Own;
        return ClientId.TryParse(clientId, out var id) && await cluster.Client(id).FindAsync() is { } client ? new KnownClient(clientId!, client) : null;
    }

    /// <summary>The client of a request that OpenIddict has found it for.</summary>
    public static async ValueTask<KnownClient> GetClientAsync(this Cluster cluster, string? clientId) =>
        await cluster.FindClientAsync(clientId) ?? throw new InvalidOperationException("The client was there when the request was checked.");
}
