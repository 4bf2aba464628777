using System.Net;
using AuthServe.Support.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.MembershipService;

namespace AuthServe.Postgres.Tests.Storage;

/// <summary>What Orleans' membership protocol asks of its table; each test has a cluster of its own in it.</summary>
public sealed class MembershipTableTests(Silos silos)
{
    private static readonly DateTime Then = new(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task A_silo_finds_itself_in_the_table(StorageEngine engine)
    {
        var (silo, _) = await silos.OnAsync(engine);
        var self = silo.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

        var table = await silo.Services.GetRequiredService<IMembershipTable>().ReadAllAsync();

        Assert.Equal(SiloStatus.Active, table.Members.Single(member => member.Item1.SiloAddress.Equals(self)).Item1.Status);
    }

    [Fact]
    public async Task A_new_cluster_has_one_version_whoever_asks_first()
    {
        var tables = new[] { await CreateAsync("first"), await CreateAsync("first"), await CreateAsync("first") };

        await Task.WhenAll(tables.Select(table => table.InitializeMembershipTableAsync(tryInitTableVersion: true)));

        var read = await tables[0].ReadAllAsync();
        Assert.Equal(0, read.Version.Version);
        Assert.Empty(read.Members);
    }

    [Fact]
    public async Task Of_two_silos_that_join_from_one_version_one_does()
    {
        var table = await OpenAsync("join");
        for (var round = 0; round < 50; round++)
        {
            var next = (await table.ReadAllAsync()).Version.Next();

            var joined = await Task.WhenAll(table.InsertRowAsync(Silo(2 * round), next), table.InsertRowAsync(Silo((2 * round) + 1), next));

            Assert.Single(joined, succeeded => succeeded);
            Assert.Equal(next.Version, (await table.ReadAllAsync()).Version.Version);
            Assert.Equal(round + 1, (await table.ReadAllAsync()).Members.Count);
        }
    }

    [Fact]
    public async Task A_silo_joins_once()
    {
        var table = await OpenAsync("once");
        Assert.True(await table.InsertRowAsync(Silo(1), (await table.ReadAllAsync()).Version.Next()));
        var version = (await table.ReadAllAsync()).Version;

        Assert.False(await table.InsertRowAsync(Silo(1), version.Next()));
        Assert.Equal(version.Version, (await table.ReadAllAsync()).Version.Version);
    }

    [Fact]
    public async Task A_change_counts_only_from_the_version_it_has_read()
    {
        var table = await OpenAsync("change");
        var first = (await table.ReadAllAsync()).Version.Next();
        await table.InsertRowAsync(Silo(1), first);
        var (_, etag) = (await table.ReadRowAsync(Silo(1).SiloAddress)).Members.Single();
        var change = Silo(1);
        change.Status = SiloStatus.Dead;
        change.AddSuspector(Silo(2).SiloAddress, Then);

        Assert.False(await table.UpdateRowAsync(change, etag, first));
        Assert.Equal(SiloStatus.Active, (await ReadAsync(table, 1)).Status);

        Assert.True(await table.UpdateRowAsync(change, etag, (await table.ReadAllAsync()).Version.Next()));
        var changed = await ReadAsync(table, 1);
        Assert.Equal(SiloStatus.Dead, changed.Status);
        Assert.Equal((Silo(2).SiloAddress, Then), changed.SuspectTimes!.Select(vote => (vote.Item1, vote.Item2)).Single());
    }

    [Fact]
    public async Task Of_two_changes_from_one_version_one_counts()
    {
        var table = await OpenAsync("race");
        await table.InsertRowAsync(Silo(1), (await table.ReadAllAsync()).Version.Next());
        for (var round = 0; round < 50; round++)
        {
            var version = (await table.ReadAllAsync()).Version;

            var counted = await Task.WhenAll(
                table.UpdateRowAsync(Silo(1), version.VersionEtag, version.Next()),
                table.UpdateRowAsync(Silo(1), version.VersionEtag, version.Next()));

            Assert.Single(counted, succeeded => succeeded);
            Assert.Equal(version.Version + 1, (await table.ReadAllAsync()).Version.Version);
        }
    }

    [Fact]
    public async Task A_change_of_an_unknown_silo_changes_nothing()
    {
        var table = await OpenAsync("unknown");
        var version = (await table.ReadAllAsync()).Version;

        Assert.False(await table.UpdateRowAsync(Silo(1), version.VersionEtag, version.Next()));

        var row = await table.ReadRowAsync(Silo(1).SiloAddress);
        Assert.Equal(version.Version, row.Version.Version);
        Assert.Empty(row.Members);
    }

    [Fact]
    public async Task A_sign_of_life_leaves_the_version_alone()
    {
        var table = await OpenAsync("alive");
        await table.InsertRowAsync(Silo(1), (await table.ReadAllAsync()).Version.Next());
        var version = (await table.ReadAllAsync()).Version;
        var alive = Silo(1);
        alive.IAmAliveTime = Then.AddMinutes(1);

        await table.UpdateIAmAliveAsync(alive);

        Assert.Equal(Then.AddMinutes(1), (await ReadAsync(table, 1)).IAmAliveTime);
        Assert.Equal(version.Version, (await table.ReadAllAsync()).Version.Version);
    }

    [Fact]
    public async Task A_row_keeps_what_a_silo_says_of_itself()
    {
        var table = await OpenAsync("row");
        await table.InsertRowAsync(Silo(1), (await table.ReadAllAsync()).Version.Next());

        var row = await ReadAsync(table, 1);

        Assert.Equal(("silo-1", "host", 30000, Then, Then), (row.SiloName, row.HostName, row.ProxyPort, row.StartTime, row.IAmAliveTime));
    }

    [Fact]
    public async Task Old_rows_of_silos_that_are_not_active_are_swept()
    {
        var table = await OpenAsync("sweep");
        foreach (var (number, status) in new[] { (1, SiloStatus.Active), (2, SiloStatus.Dead) })
        {
            var silo = Silo(number);
            silo.Status = status;
            await table.InsertRowAsync(silo, (await table.ReadAllAsync()).Version.Next());
        }

        await table.CleanupDefunctSiloEntriesAsync(Then);
        Assert.Equal(2, (await table.ReadAllAsync()).Members.Count);

        await table.CleanupDefunctSiloEntriesAsync(Then.AddSeconds(1));
        Assert.Equal(Silo(1).SiloAddress, Assert.Single((await table.ReadAllAsync()).Members).Item1.SiloAddress);
    }

    [Fact]
    public async Task A_cluster_can_be_forgotten_and_begun_again()
    {
        var table = await OpenAsync("forget");
        await table.InsertRowAsync(Silo(1), (await table.ReadAllAsync()).Version.Next());

        await table.DeleteMembershipTableEntriesAsync("forget");
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true);

        Assert.Empty((await table.ReadAllAsync()).Members);
    }

    private static MembershipEntry Silo(int number) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 11111, number + 1),
        SiloName = $"silo-{number}",
        HostName = "host",
        Status = SiloStatus.Active,
        ProxyPort = 30000,
        StartTime = Then,
        IAmAliveTime = Then,
    };

    private static async Task<MembershipEntry> ReadAsync(IMembershipTable table, int number) =>
        (await table.ReadRowAsync(Silo(number).SiloAddress)).Members.Single().Item1;

    private async Task<IMembershipTable> OpenAsync(string cluster)
    {
        var table = await CreateAsync(cluster);
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true);
        return table;
    }

    private async Task<IMembershipTable> CreateAsync(string cluster)
    {
        var (silo, _) = await silos.OnAsync(StorageEngine.Postgres);
        return ActivatorUtilities.CreateInstance<AdoNetClusteringTable>(
            silo.Services, Options.Create(new ClusterOptions { ClusterId = cluster, ServiceId = cluster }));
    }
}
