using System.Globalization;
using AuthServe.GrainInterfaces.Audit;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Organizations;
using AuthServe.Grains.Storage;
using Orleans.Concurrency;

namespace AuthServe.Grains.Audit;

/// <summary>Reads the log beside its organization, whose commands go on meanwhile.</summary>
[StatelessWorker(1), GrainType("audit")]
internal sealed class AuditGrain(AuditLog log) : Grain, IAuditGrain
{
    private Guid Organization => this.GetPrimaryKey();

    public async ValueTask<Page<AuditEntry>> ListAsync(
        AuditFilter filter, long? before, int limit, CancellationToken cancellationToken = default) => Paging.Cut(
        await log.ListAsync(Organization, filter, before, limit + 1), limit, entry => entry.Revision.ToString(CultureInfo.InvariantCulture));

    public async Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default)
    {
        var head = await GetHeadAsync();
        var check = new ChainCheck(Organization, head.HashedFrom);
        await FollowAsync(check, head, cancellationToken);
        if (await log.FindNewestAsync(Organization) is { } newest && newest > head.Revision)
        {
            // Written since, and then the organization has it by now; or by nobody who may.
            head = await GetHeadAsync();
            await FollowAsync(check, head, cancellationToken);
            if (newest > head.Revision) check.Stop(await log.FindNextAsync(Organization, head.Revision) ?? newest, AuditBreakReason.Unexpected);
        }

        check.End(head.Revision, head.Hash);
        return new(head.HashedFrom == 0 ? null : head.HashedFrom, head.Revision, check.Entries, head.Hash, check.Break);
    }

    private Task<SequencerHead> GetHeadAsync() => GrainFactory.GetGrain<ISequencer>(Organization).GetHeadAsync();

    // Hashing is work for a thread of its own, and SQLite reads on the thread that asks.
    private Task FollowAsync(ChainCheck check, SequencerHead head, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            if (check.Break is not null) return;
            await foreach (var entry in log.ReadAsync(Organization, check.Revision, head.Revision, cancellationToken))
            {
                if (!check.Add(entry)) return;
            }
        },
        cancellationToken);
}
