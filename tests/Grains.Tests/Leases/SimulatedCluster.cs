using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Net;
using AuthServe.GrainInterfaces.Leases;
using AuthServe.Grains.Leases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans;
using Orleans.Runtime;

namespace AuthServe.Grains.Tests.Leases;

/// <summary>The surroundings of one silo's lease, which a test moves by hand: clock, membership table, view and other silos.</summary>
internal sealed class SimulatedCluster : IMembershipTable, IClusterMembershipService, IOutagePeers, ILocalSiloDetails, IFatalErrorHandler
{
    private readonly TableVersion _version = new(1, "1");
    private TaskCompletionSource? _heldUp;

    public SimulatedCluster(bool servesThroughOutage = false)
    {
        Clock = new(Time);
        var metrics = new LeaseMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
        Dead = new(Clock, metrics);
        Outage = new(this, this, this, Dead, this, Options.Create(new LeaseOptions { ServesThroughOutage = servesThroughOutage }), Clock,
            NullLogger<SharedOutage>.Instance);
        Lease = new(this, this, this, Dead, Outage, this, metrics, Clock, NullLogger<SiloLease>.Instance);
        CurrentSnapshot = View(1, SiloStatus.Active);
    }

    public static SiloAddress Self { get; } = Silo(1);

    public static SiloAddress Other { get; } = Silo(2);

    public FakeTimeProvider Time { get; } = new();

    public LeaseClock Clock { get; }

    public DeadSilos Dead { get; }

    public SharedOutage Outage { get; }

    public SiloLease Lease { get; }

    /// <summary>What the silo's row says; null when there is none.</summary>
    public SiloStatus? Row { get; set; } = SiloStatus.Active;

    /// <summary>Whether the database answers.</summary>
    public bool IsReached { get; set; } = true;

    /// <summary>What the other silo answers; null when it does not.</summary>
    public OutageAnswer? Peer { get; set; }

    /// <summary>Why the silo ended.</summary>
    public string? Death { get; private set; }

    public ClusterMembershipSnapshot CurrentSnapshot { get; set; }

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

    public SiloAddress SiloAddress => Self;

    public string Name => "self";

    public string ClusterId => "cluster";

    public string DnsHostName => "localhost";

    public SiloAddress GatewayAddress => Self;

    /// <summary>The membership as the silo sees it: itself and another one.</summary>
    public static ClusterMembershipSnapshot View(long version, SiloStatus other, SiloStatus self = SiloStatus.Active) => new(
        new[] { new ClusterMember(Self, self, "self"), new ClusterMember(Other, other, "other") }
            .ToImmutableDictionary(member => member.SiloAddress),
        new(version));

    /// <summary>Holds up the answers of the database until it is called back.</summary>
    public Action HoldUp()
    {
        var heldUp = _heldUp = new();
        return () =>
        {
            _heldUp = null;
            heldUp.SetResult();
        };
    }

    public async Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken)
    {
        if (!IsReached) throw new TimeoutException("The database is away.");
        // Read now, though the answer may come later.
        var row = Row is { } status ? new[] { Tuple.Create(new MembershipEntry { SiloAddress = key, Status = status }, "1") } : [];
        if (_heldUp is { } heldUp) await heldUp.Task;
        return new([.. row], _version);
    }

    public Task<OutageAnswer> AskAsync(SiloAddress other, SiloAddress asker, long view) =>
        Peer is { } answer ? Task.FromResult(answer) : Task.FromException<OutageAnswer>(new TimeoutException("The other silo is away."));

    public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null) => Death ??= context;

    public Task<bool> TryKill(SiloAddress siloAddress) => throw new NotSupportedException();

    public Task<MembershipTableData> ReadRow(SiloAddress key) => throw new NotSupportedException();

    public Task<MembershipTableData> ReadAll() => throw new NotSupportedException();

    public Task InitializeMembershipTable(bool tryInitTableVersion) => throw new NotSupportedException();

    public Task DeleteMembershipTableEntries(string clusterId) => throw new NotSupportedException();

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => throw new NotSupportedException();

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => throw new NotSupportedException();

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => throw new NotSupportedException();

    public Task UpdateIAmAlive(MembershipEntry entry) => throw new NotSupportedException();

    private static SiloAddress Silo(int number) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, number), 1);
}
