using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Policies;
using AuthServe.Grains.Storage;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace AuthServe.Grains.Clients;

/// <summary>The organization's side of a client grain. Key: <see cref="ClientId.GrainKey"/>.</summary>
[Alias("authserve.internal.IRegisteredClient")]
internal interface IRegisteredClient : IGrainWithStringKey
{
    /// <summary>The committed client; null when there is none.</summary>
    [AlwaysInterleave, Alias("FindState")]
    ValueTask<ClientState?> FindStateAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes the client what a log entry says; null deletes it. Repeating an entry changes nothing.</summary>
    [Alias("Apply")]
    Task ApplyAsync(ClientState? client, long revision, CancellationToken cancellationToken = default);
}

/// <summary>
/// A read never answers by a state older than the last change acknowledged before it: a change is pushed to every silo, and an activation
/// that is behind what was pushed reads its row again.
/// </summary>
[GrainType("client")]
internal sealed class ClientGrain([PersistentState("client")] IPersistentState<ClientState> storage, ClientFloors floors, TimeProvider time)
    : CommittedGrain<ClientState>(storage), IClientGrain, IRegisteredClient
{
    private readonly long _created = time.GetTimestamp();
    private ClientId _id;
    private ActivationFloor _floor = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        if (!ClientId.TryParse(this.GetPrimaryKeyString()[2..], out _id)) throw new ArgumentException("The key is no client's.");
        _floor = floors.Acquire(_id.Value, _created);
        try
        {
            await CatchUpAsync();
        }
        catch
        {
            // An activation that fails is not deactivated.
            floors.Release(_floor);
            throw;
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        floors.Release(_floor);
        return Task.CompletedTask;
    }

    public async ValueTask<OAuthClient?> FindAsync(CancellationToken cancellationToken = default) =>
        (await FindStateAsync(cancellationToken))?.ToContract(_id);

    public async ValueTask<ClientState?> FindStateAsync(CancellationToken cancellationToken = default)
    {
        await CatchUpAsync();
        return State.Organization == Guid.Empty ? null : State;
    }

    public Task ApplyAsync(ClientState? client, long revision, CancellationToken cancellationToken = default) =>
        State.Revision < revision ? CommitAsync(client ?? new() { Revision = revision }) : Task.CompletedTask;

    private ValueTask CatchUpAsync() => State.Revision >= _floor.Version ? ValueTask.CompletedTask : new(ReadAgainAsync());

    private async Task ReadAgainAsync()
    {
        await RefreshAsync(() => State.Revision < _floor.Version);
        if (State.Revision < _floor.Version) throw new StateUnavailableException($"client {_id}");
    }
}
