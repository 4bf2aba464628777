using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace AuthServe.Http;

/// <summary>
/// Time and processor time, silo and gateway together, of importing 500 permissions and 50 roles of 50 each, and of the dry run: into an organization
/// of one member, and into one of 100,000 who all gain and lose something.
/// </summary>
internal static class ImportBenchmark
{
    private const int Members = 100_000;
    private const int Rounds = 6;

    public static async Task RunAsync()
    {
        await using var database = new BenchDatabase();
        using var stack = await Stack.StartAsync(database.Settings);
        var organization = (string)(await Stack.AnswerAsync(await stack.Service.GetAsync(new Uri("/v1/me", UriKind.Relative))))["org_id"]!;
        Console.WriteLine("| Members | Round | Dry run, ms | of CPU | Import, ms | of CPU | Again, ms | of CPU |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        for (var round = 1; round <= Rounds; round++) await MeasureAsync(stack, 1, round);
        await database.SeedAsync(Guid.Parse(organization), Members);
        for (var round = Rounds + 1; round <= 2 * Rounds; round++) await MeasureAsync(stack, Members, round);
    }

    private static async Task MeasureAsync(Stack stack, int members, int round)
    {
        var manifest = Manifest(round);
        var (run, import, again) = (await PutAsync(stack, "?dry_run=true", manifest), await PutAsync(stack, "", manifest), await PutAsync(stack, "", manifest));
        Console.WriteLine($"| {members} | {round} | {run} | {import} | {again} |");
    }

    private static async Task<string> PutAsync(Stack stack, string query, JsonObject manifest)
    {
        var (used, taken) = await stack.UsedByAsync(
            async () => await Stack.AnswerAsync(await stack.Service.PutAsJsonAsync("/v1/permissions:import" + query, manifest)));
        return $"{taken:F0} | {used:F0}";
    }

    // Every permission of a round is another one than that of the round before, and every role carries others.
    private static JsonObject Manifest(int round)
    {
        var services = new JsonObject();
        for (var service = 0; service < 10; service++)
        {
            var actions = Enumerable.Range(0, 50).Select(action => KeyValuePair.Create<string, JsonNode?>(
                $"action{action}", new JsonObject { ["description"] = $"Do number {action} of service {service}" }));
            services[$"service{service}"] = new JsonObject { [$"resource{round}"] = new JsonObject(actions) };
        }

        var roles = Enumerable.Range(0, 50).Select(role => KeyValuePair.Create<string, JsonNode?>($"role{role}", new JsonObject
        {
            ["display_name"] = $"Role {role}",
            ["permissions"] = new JsonArray([.. Enumerable.Range(0, 50).Select(action => $"service{role % 10}.resource{round}.action{action}")]),
        }));
        var user = new JsonObject { ["permissions"] = new JsonArray($"service0.resource{round}.action0") };
        return new JsonObject { ["services"] = services, ["roles"] = new JsonObject(roles) { ["user"] = user } };
    }
}
