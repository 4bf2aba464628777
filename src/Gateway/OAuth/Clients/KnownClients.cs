using AuthServe.Gateway.Checks;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Clients;

namespace AuthServe.Gateway.OAuth.Clients;

/// <summary>
/// Finds clients by what the protocol calls them: a copy under the gateway's lease, or else the client's grain. Either is as it was after the last
/// change that was acknowledged.
/// </summary>
internal sealed partial class KnownClients(Cluster cluster, LeaseHolder lease, ILogger<KnownClients> logger)
{
    /// <summary>The client of this name; null when there is none.</summary>
    public async ValueTask<KnownClient?> FindAsync(string? clientId)
    {
        if (clientId == KnownClient.Own.ClientId) return KnownClient.Own;
        return ClientId.TryParse(clientId, out var id) && await FindAsync(id) is { } client ? new KnownClient(clientId!, client) : null;
    }

    /// <summary>The client of a request that OpenIddict has found it for.</summary>
    public async ValueTask<KnownClient> GetAsync(string? clientId) =>
        await FindAsync(clientId) ?? throw new InvalidOperationException("The client was there when the request was checked.");

    /// <summary>
    /// Whether the client of the caller's token is there: the token is good for no longer. A client that acts for itself is there when its account is.
    /// </summary>
    public async ValueTask<bool> HasClientOfAsync(Caller caller) =>
        caller.Client == AccessTokens.OwnClient
        || (ClientId.TryParse(caller.Client, out var id) && (id.ServiceAccount == caller.User || await FindAsync(id) is not null));

    private ValueTask<OAuthClient?> FindAsync(ClientId id) =>
        lease.Latest is not { } latest ? cluster.Client(id).FindAsync()
        : TryFind(latest, id) is { } known ? ValueTask.FromResult<OAuthClient?>(known)
        : FetchAsync(latest, id);

    private static OAuthClient? TryFind(CheckLease under, ClientId id) => under.Copies.Find(id) is { } client && under.IsGood ? client : null;

    private async ValueTask<OAuthClient?> FetchAsync(CheckLease latest, ClientId id)
    {
        if (latest.IsGood)
        {
            try
            {
                var asked = latest.Copies.Now;
                if (await lease.Silo.GetClientAsync(latest.Id, id).AsTask().WaitAsync(LeaseHolder.Patience) is { } copy) latest.Copies.Keep(id, copy, asked);
            }
            catch (Exception exception)
            {
                LogNotFetched(exception.Message);
            }

            if (TryFind(latest, id) is { } client) return client;
        }

        return await cluster.Client(id).FindAsync();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A client was not fetched from the silo of the lease, and its own is asked: {Reason}")]
    private partial void LogNotFetched(string reason);
}
