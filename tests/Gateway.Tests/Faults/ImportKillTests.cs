using System.Net;
using System.Text.Json.Nodes;
using AuthServe.Support.Storage;
using Xunit;

namespace AuthServe.Gateway.Tests.Faults;

/// <summary>Kills the silo's process while an import is under way, and starts it again on the same database.</summary>
public sealed class ImportKillTests
{
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("AUTHSERVE_KILL_ROUNDS"), out var rounds) ? rounds : 2;

    [Theory]
    [OnBothDatabases]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.Postgres)]
    public async Task An_import_is_there_as_a_whole_or_not_at_all_after_a_kill_at_any_time(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var service = await ProcessPair.StartAsync(database);
        var owner = await service.Api.SignUpAsync();
        (await ImportAsync(owner, Manifest(0))).Expect(HttpStatusCode.OK);
        var member = await service.Api.AddUserAsync(owner, "r1");
        var current = 0;
        for (var round = 1; round <= Rounds; round++)
        {
            var import = TryImportAsync(owner, Manifest(round));
            // Each round lets the import come further before the power goes.
            await service.PassTimeAsync((round - 1) * 15);
            await service.Silo.KillAsync();
            var isAcknowledged = await import;
            await service.RestartSiloAsync();

            Answer found;
            do found = await owner.GetAsync("/v1/permissions:export");
            while (found.Status == HttpStatusCode.ServiceUnavailable);
            found.Expect(HttpStatusCode.OK);
            var isDone = JsonNode.DeepEquals(Own(found.Json), Own(Manifest(round)));
            Assert.True(isDone || JsonNode.DeepEquals(Own(found.Json), Own(Manifest(current))), found.Body);
            Assert.True(isDone || !isAcknowledged, "An acknowledged import is lost.");
            if (isDone) current = round;
            Assert.True(await owner.MayAsync($"billing.item{current}.read", member.UserId));
            Assert.False(await owner.MayAsync($"billing.item{current + 1}.read", member.UserId));
            if (current > 0) Assert.False(await owner.MayAsync($"billing.item{current - 1}.read", member.UserId));
        }
    }

    // From one to the next every permission and every role is another, but for the role of the member.
    private static JsonObject Manifest(int number)
    {
        var roles = new JsonObject();
        for (var role = 1; role <= 20; role++)
        {
            var name = role == 1 ? "r1" : $"r{role}-{number}";
            roles[name] = new JsonObject { ["display_name"] = $"Role {number}", ["permissions"] = new JsonArray($"billing.item{number}.read") };
        }

        var actions = new JsonObject { ["read"] = new JsonObject { ["description"] = $"Read {number}" } };
        return new JsonObject
        {
            ["services"] = new JsonObject { ["billing"] = new JsonObject { [$"item{number}"] = actions } },
            ["roles"] = roles,
        };
    }

    private static JsonNode Own(JsonNode manifest)
    {
        var own = manifest.DeepClone();
        foreach (var system in new[] { "owner", "admin", "user" }) own["roles"]!.AsObject().Remove(system);
        return own;
    }

    private static Task<Answer> ImportAsync(Session owner, JsonObject manifest) =>
        owner.Api.SendAsync(HttpMethod.Put, "/v1/permissions:import", manifest, owner.Token);

    private static async Task<bool> TryImportAsync(Session owner, JsonObject manifest)
    {
        try
        {
            return (await ImportAsync(owner, manifest)).Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
