using System.Data.Common;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Projections;
using AuthServe.Support.Storage;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServe.Postgres.Tests.Projections;

/// <summary>The pages of a directory are those of a list in memory, whoever is in it and whatever is searched.</summary>
public sealed class DirectoryProperties(Silos silos)
{
    private const int Directories = 60;
    private const int Swaps = 300;
    private static readonly Guid Alice = Guid.NewGuid();
    private static readonly Guid Bob = Guid.NewGuid();

    private static readonly Gen<RandomMember[]> Members =
        RandomMember.Any.Array[0, 24].Select(members => members.DistinctBy(member => member.User).ToArray());

    private static readonly Gen<(MemberFilter Filter, int Limit)[]> Searches = Gen.Select(RandomMember.Filter, Gen.Int[1, 9]).Array[12];

    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task A_search_answers_what_filtering_a_list_does(StorageEngine engine)
    {
        var source = await SourceAsync(engine);
        await Gen.Select(Members, Searches).SampleAsync(async (members, searches) =>
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var organization = Guid.NewGuid();
            foreach (var member in members) await member.WriteAsync(connection, organization);
            foreach (var stranger in members) await (stranger with { User = Guid.NewGuid() }).WriteAsync(connection, Guid.NewGuid());

            foreach (var (filter, limit) in searches)
            {
                var found = new List<Guid>();
                MemberPosition? after = null;
                do
                {
                    var page = await DirectoryQuery.RunAsync(connection, organization, filter, after, limit);
                    Assert.True(page.Items.Length == limit || page.Next is null);
                    found.AddRange(page.Items.Select(member => member.User.Value));
                    after = MemberPosition.TryParse(page.Next, out var next) ? next : null;
                }
                while (after is not null);
                Assert.Equal(Expected(members, filter), found);
            }
        }, iter: Directories, threads: 1);
    }

    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task Who_is_a_member_throughout_is_listed_once_whoever_comes_and_goes(StorageEngine engine)
    {
        var source = await SourceAsync(engine);
        await Gen.Select(Members, Members, RandomMember.Filter, Gen.Int[1, 4], Gen.Int[0, 3]).SampleAsync(async (stay, change, filter, limit, at) =>
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var organization = Guid.NewGuid();
            foreach (var member in stay) await member.WriteAsync(connection, organization);
            var waiting = new Queue<RandomMember>(change);
            var present = new List<RandomMember>();

            var found = new List<Guid>();
            MemberPosition? after = null;
            do
            {
                var page = await DirectoryQuery.RunAsync(connection, organization, filter, after, limit);
                found.AddRange(page.Items.Select(member => member.User.Value));
                after = MemberPosition.TryParse(page.Next, out var next) ? next : null;
                for (var added = 0; added <= at && waiting.TryDequeue(out var newcomer); added++)
                {
                    await newcomer.WriteAsync(connection, organization);
                    present.Add(newcomer);
                }

                if (present.Count > at) await present[at].RemoveAsync(connection, organization);
            }
            while (after is not null);

            Assert.Distinct(found);
            var stayed = stay.Select(member => member.User).ToHashSet();
            Assert.Equal(Expected(stay, filter), found.Where(stayed.Contains));
        }, iter: Directories, threads: 1);
    }

    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task A_page_is_of_one_moment(StorageEngine engine)
    {
        var source = await SourceAsync(engine);
        var organization = Guid.NewGuid();
        RandomMember[] turns = [Only("alice", "a"), Only("alice")];
        RandomMember[] others = [Only("bob"), Only("bob", "a")];
        await WriteAsync(0);
        var writing = Task.Run(async () =>
        {
            for (var swap = 1; swap <= Swaps; swap++) await WriteAsync(swap % 2);
        }, TestContext.Current.CancellationToken);

        while (!writing.IsCompleted)
        {
            await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
            var page = await DirectoryQuery.RunAsync(connection, organization, new(null, "a", true), null, 5);
            Assert.Equal("a", Assert.Single(Assert.Single(page.Items).Roles));
        }

        await writing;

        async Task WriteAsync(int turn)
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await turns[turn].WriteAsync(connection, organization);
            await others[turn].WriteAsync(connection, organization);
            await transaction.CommitAsync();
        }
    }

    private static RandomMember Only(string name, params string[] roles) =>
        new(name == "alice" ? Alice : Bob, name, name + "@a", null, true, roles);

    private static IEnumerable<Guid> Expected(IEnumerable<RandomMember> members, MemberFilter filter) => members
        .Select(member => (member.User, Place: member.PlaceIn(filter)))
        .Where(found => found.Place is not null)
        .OrderBy(found => found.Place!, Comparer<string>.Create(SearchKey.Compare))
        .ThenBy(found => found.User.ToString("N"), StringComparer.Ordinal)
        .Select(found => found.User);

    private async Task<DbDataSource> SourceAsync(StorageEngine engine)
    {
        var (silo, _) = await silos.OnAsync(engine);
        return silo.Services.GetRequiredService<DbDataSource>();
    }
}
