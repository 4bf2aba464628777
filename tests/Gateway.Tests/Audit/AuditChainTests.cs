using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace AuthServe.Gateway.Tests.Audit;

/// <summary>Whoever tampers with the log is found out, and the first revision that is wrong is named.</summary>
public sealed class AuditChainTests(Service service)
{
    private const int Newest = 7;
    private const string Where = "WHERE organization_id = @id AND revision";

    // Revisions: found 1, permission 2, role 3, assign 4, unassign 5, rename 6, delete 7.
    private static readonly Dictionary<string, (string[] Sql, long Revision, string Reason)> Tamperings = new(StringComparer.Ordinal)
    {
        ["the actor"] = ([$"UPDATE organization_log SET actor_id = @id {Where} = 4"], 4, "changed"),
        ["no actor"] = ([$"UPDATE organization_log SET actor_id = NULL {Where} = 1"], 1, "changed"),
        ["the command"] = ([$"UPDATE organization_log SET command = 'role.update' {Where} = 3"], 3, "changed"),
        ["the target"] = ([$"UPDATE organization_log SET target = 'owner' {Where} = {Newest}"], Newest, "changed"),
        ["before"] = ([$"UPDATE organization_log SET before = after {Where} = 5"], 5, "changed"),
        ["after"] = ([$"UPDATE organization_log SET after = NULL {Where} = 5"], 5, "changed"),
        ["what is no JSON"] = ([$"UPDATE organization_log SET after = 'nothing' {Where} = 5"], 5, "changed"),
        ["a number"] = ([$"UPDATE organization_log SET after = '1.5' {Where} = 5"], 5, "changed"),
        ["the time"] = ([$"UPDATE organization_log SET time = (SELECT time FROM organization_log {Where} = 2) {Where} = 6"], 6, "changed"),
        ["the request"] = ([$"UPDATE organization_log SET request_id = 'other' {Where} = 2"], 2, "changed"),
        ["the hash"] = ([$"UPDATE organization_log SET hash = (SELECT hash FROM organization_log {Where} = 2) {Where} = 6"], 6, "changed"),
        ["no hash"] = ([$"UPDATE organization_log SET hash = NULL {Where} = 3"], 3, "changed"),
        ["no hashes"] = ([$"UPDATE organization_log SET hash = NULL {Where} < 4"], 1, "changed"),
        ["none of the first"] = ([$"DELETE FROM organization_log {Where} < 3"], 1, "missing"),
        ["none of the middle"] = ([$"DELETE FROM organization_log {Where} = 4"], 4, "missing"),
        ["not the newest"] = ([$"DELETE FROM organization_log {Where} = {Newest}"], Newest, "missing"),
        ["nothing"] = ([$"DELETE FROM organization_log {Where} > 0"], 1, "missing"),
        ["one after the newest"] = ([Copy(Newest, Newest + 1)], Newest + 1, "unexpected"),
        ["some after the newest"] = ([Copy(Newest, Newest + 4), Copy(Newest, Newest + 2)], Newest + 2, "unexpected"),
        ["one before the first"] = ([Copy(1, 0)], 0, "unexpected"),
        ["another in the place of one"] = ([$"DELETE FROM organization_log {Where} = 4", Copy(5, 4)], 4, "changed"),
        ["two that changed places"] =
        (
            [
                $"UPDATE organization_log SET revision = -3 {Where} = 3", $"UPDATE organization_log SET revision = 3 {Where} = 5",
                $"UPDATE organization_log SET revision = 5 {Where} = -3",
            ],
            3, "changed"),
        ["what happened moved on"] =
            ([$"DELETE FROM organization_log {Where} = 4", $"UPDATE organization_log SET revision = revision - 1 {Where} = 5"], 4, "changed"),
    };

    public static TheoryData<string> Cases => new(Tamperings.Keys);

    [Fact]
    public async Task An_untouched_log_is_valid_and_its_newest_hash_is_answered()
    {
        var log = await Log.WriteAsync(service);

        var answer = (await log.VerifyAsync()).Expect(HttpStatusCode.OK).Json;

        Assert.True((bool)answer["valid"]!);
        Assert.Equal((1, Newest, Newest), ((long)answer["first_revision"]!, (long)answer["last_revision"]!, (long)answer["entries"]!));
        Assert.Equal((string)(await log.ReadAsync())[^1]["hash"]!, (string)answer["last_hash"]!);
        Assert.Null(answer["broken"]);
    }

    [Fact]
    public async Task Anybody_can_recompute_the_hashes_from_the_answers()
    {
        var log = await Log.WriteAsync(service);

        var entries = await log.ReadAsync();

        var hash = log.Start;
        Assert.Equal(Newest, entries.Count);
        foreach (var entry in entries)
        {
            hash = Log.HashOf(hash, entry);
            Assert.Equal((string)entry["hash"]!, Convert.ToHexStringLower(hash));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_first_revision_that_is_wrong_is_named(string tampering)
    {
        var log = await Log.WriteAsync(service);
        var (commands, revision, reason) = Tamperings[tampering];
        foreach (var sql in commands) await log.TamperAsync(sql);

        var answer = (await log.VerifyAsync()).Expect(HttpStatusCode.OK).Json;

        Assert.False((bool)answer["valid"]!);
        Assert.Equal((revision, reason), ((long)answer["broken"]!["revision"]!, (string)answer["broken"]!["reason"]!));
        Assert.Equal(Math.Clamp(revision - 1, 0, Newest), (long)answer["entries"]!);
    }

    [Fact]
    public async Task A_log_written_anew_with_hashes_that_fit_ends_in_another_hash_than_was_committed()
    {
        var log = await Log.WriteAsync(service);
        var entries = await log.ReadAsync();
        entries[3]["target"] = "somebody-else";
        await log.TamperAsync($"UPDATE organization_log SET target = 'somebody-else' {Where} = 4");
        var hash = log.Start;
        foreach (var entry in entries)
        {
            hash = Log.HashOf(hash, entry);
            await log.TamperAsync($"UPDATE organization_log SET hash = @hash {Where} = @revision", new { hash = Convert.ToHexStringLower(hash), revision = (long)entry["revision"]! });
        }

        var broken = (await log.VerifyAsync()).Expect(HttpStatusCode.OK).Json["broken"]!;

        Assert.Equal((Newest, "replaced"), ((long)broken["revision"]!, (string)broken["reason"]!));
    }

    [Fact]
    public async Task An_entry_of_another_organization_does_not_fit()
    {
        var (log, other) = (await Log.WriteAsync(service), await Log.WriteAsync(service));
        await log.TamperAsync($"DELETE FROM organization_log {Where} = 1");
        await log.TamperAsync(
            """
            INSERT INTO organization_log (organization_id, revision, time, actor_id, command, target, before, after, request_id, hash)
            SELECT @id, revision, time, actor_id, command, target, before, after, request_id, hash FROM organization_log
            WHERE organization_id = @other AND revision = 1
            """,
            new { other = Guid.Parse(other.Owner.OrgId) });

        var broken = (await log.VerifyAsync()).Expect(HttpStatusCode.OK).Json["broken"]!;

        Assert.Equal((1, "changed"), ((long)broken["revision"]!, (string)broken["reason"]!));
    }

    [Fact]
    public async Task A_log_that_is_being_written_is_valid_all_the_while()
    {
        var log = await Log.WriteAsync(service);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var round = 0; !stop.IsCancellationRequested; round++)
                (await log.Owner.PostAsync("/v1/roles", new { name = $"role-{round}" })).Expect(HttpStatusCode.Created);
        });

        var seen = new List<JsonNode>();
        while (seen.Count == 0 || (long)seen[^1]["last_revision"]! < (long)seen[0]["last_revision"]! + 20)
            seen.Add((await log.VerifyAsync()).Expect(HttpStatusCode.OK).Json);
        await stop.CancelAsync();
        await writing;

        Assert.All(seen, answer => Assert.True((bool)answer["valid"]!, answer.ToJsonString()));
    }

    private static string Copy(int revision, int to) =>
        $"""
        INSERT INTO organization_log (organization_id, revision, time, actor_id, command, target, before, after, request_id, hash)
        SELECT organization_id, {to}, time, actor_id, command, target, before, after, request_id, hash FROM organization_log {Where} = {revision}
        """;
}
