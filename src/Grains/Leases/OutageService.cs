using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Runtime.Services;
using Orleans.Services;

namespace AuthServe.Grains.Leases;

/// <summary>One on every silo of a cluster: asked by another one that cannot reach the database.</summary>
[Alias("authserve.internal.IOutageService")]
internal interface IOutageService : IGrainService
{
    /// <summary>Whether this silo cannot either, and knows the same cluster with the asker alive in it.</summary>
    [Alias("Answer")]
    ValueTask<OutageAnswer> AnswerAsync(SiloAddress asker, long view);
}

/// <summary>What a silo says of the database.</summary>
[GenerateSerializer, Alias("authserve.internal.OutageAnswer")]
internal enum OutageAnswer
{
    /// <summary>Nothing that the asker could rely on.</summary>
    None,

    /// <summary>It cannot reach it either, and counts on the asker.</summary>
    Shared,

    /// <summary>It reaches it.</summary>
    Reached,
}

internal sealed class OutageService(GrainId id, Silo silo, ILoggerFactory loggers, SharedOutage outage)
    : GrainService(id, silo, loggers), IOutageService
{
    public ValueTask<OutageAnswer> AnswerAsync(SiloAddress asker, long view) => ValueTask.FromResult(outage.Answer(asker, view));
}

/// <summary>The other silos, when asked about the database.</summary>
internal interface IOutagePeers
{
    /// <summary>What that silo says to this one, which knows this version of the membership.</summary>
    Task<OutageAnswer> AskAsync(SiloAddress other, SiloAddress asker, long view);
}

/// <summary>Reaches the outage service of one particular silo.</summary>
internal sealed class OutageClient(IServiceProvider services) : GrainServiceClient<IOutageService>(services), IOutagePeers
{
    public Task<OutageAnswer> AskAsync(SiloAddress other, SiloAddress asker, long view) => GetGrainService(other).AnswerAsync(asker, view).AsTask();
}
