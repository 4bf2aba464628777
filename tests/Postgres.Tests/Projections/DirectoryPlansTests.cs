using System.Data.Common;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Projections;
using AuthServe.Support.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServe.Postgres.Tests.Projections;

/// <summary>Every page of members is read from ranges of indexes, in their order: nothing is scanned, and nothing sorted but a page.</summary>
public sealed class DirectoryPlansTests(Silos silos)
{
    private static readonly string[] Texts = ["username", "email", "display_key"];

    public static TheoryData<StorageEngine, string?, string?, bool?> Searches
    {
        get
        {
            var searches = new TheoryData<StorageEngine, string?, string?, bool?>();
            foreach (var engine in (StorageEngine[])[StorageEngine.Sqlite, StorageEngine.Postgres])
            {
                foreach (var query in (string?[])[null, "al"])
                {
                    foreach (var role in (string?[])[null, "clerk"])
                    {
                        foreach (var isActive in (bool?[])[null, true, false]) searches.Add(engine, query, role, isActive);
                    }
                }
            }

            return searches;
        }
    }

    [Theory, MemberData(nameof(Searches))]
    public async Task Each_text_in_each_status_is_a_range_of_its_index(StorageEngine engine, string? query, string? role, bool? isActive)
    {
        foreach (var skipsRepeats in (bool[])[false, true])
        {
            var plan = await ExplainAsync(engine, new DirectoryRanges(new(query, role, isActive), hasEnd: true).Statement(skipsRepeats));

            var table = role is null ? "directory_members" : "directory_member_roles";
            var statuses = isActive is null ? 2 : 1;
            foreach (var text in Texts)
            {
                var lines = plan.Where(line => line.Contains($"{table}_by_{text} ", StringComparison.Ordinal)).ToList();
                Assert.True(lines.Count == (query is null && text != "username" ? 0 : statuses), $"{text}:\n{string.Join('\n', plan)}");
            }

            Assert.DoesNotContain(plan, line => line.Contains("SCAN directory", StringComparison.Ordinal));
            Assert.DoesNotContain(plan, line => line.Contains("Seq Scan", StringComparison.Ordinal));
            AssertBeginsInTheIndex(engine, plan);
        }
    }

    // SQLite once read all the holders of an organization for this, by the primary key of a table without row ids.
    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task What_is_written_of_a_member_is_found_by_the_member(StorageEngine engine)
    {
        foreach (var statement in (string[])[RoleHolders.Remove, MemberDirectory.RemoveRoles])
        {
            var plan = await ExplainAsync(engine, statement);

            Assert.Contains(plan, line => line.Replace(" ", "", StringComparison.Ordinal).Contains("user_id=", StringComparison.Ordinal));
        }
    }

    // The whole condition on where to begin is the index's, not a filter of what was read: pages deep in the list cost what the first does.
    // Who is on the page is then found by their keys.
    private static void AssertBeginsInTheIndex(StorageEngine engine, List<string> plan)
    {
        var begins = engine is StorageEngine.Sqlite
            ? plan.Where(line => line.StartsWith("SEARCH directory", StringComparison.Ordinal))
            : plan.Where(line => line.Contains("Index Cond", StringComparison.Ordinal));
        var ranges = begins.Where(line => Condition(line).Contains("user_id)>", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(ranges);
        Assert.True(begins.Except(ranges).All(line => Condition(line).Contains("user_id=", StringComparison.Ordinal)), string.Join('\n', plan));
    }

    private static string Condition(string line) => line.Replace(" ", "", StringComparison.Ordinal);

    private async Task<List<string>> ExplainAsync(StorageEngine engine, string statement)
    {
        var (silo, _) = await silos.OnAsync(engine);
        await using var connection = await silo.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var parameters = new { organization = Guid.NewGuid(), Role = "clerk", prefix = "al", until = "am", text = "al", user = Guid.Empty, count = 51 };
        // An empty table is read whole unless it is forbidden.
        if (engine is StorageEngine.Postgres) await connection.ExecuteAsync("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off");
        var explain = engine is StorageEngine.Sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
        var rows = await connection.QueryAsync(explain + statement, parameters);
        return [.. rows.Select(row => (string)((IDictionary<string, object>)row).Values.Last())];
    }
}
