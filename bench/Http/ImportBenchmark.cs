using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace AuthServe.Http;

/// <summary>Time and processor time of importing 500 permissions and 50 roles of 50 each, and of its dry run, on an organization that has others.</summary>
internal static class ImportBenchmark
{
    private const int Rounds = 6;

    public static async Task RunAsync()
    {
        using var stack = await Stack.StartAsync();
        Console.WriteLine("| Round | Dry run, ms | of CPU | Import, ms | of CPU | Again, ms | of CPU |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        for (var round = 1; round <= Rounds; round++)
        {
            var manifest = Manifest(round);
            var run = await MeasureAsync(stack, "?dry_run=true", manifest);
            var import = await MeasureAsync(stack, "", manifest);
            var again = await MeasureAsync(stack, "", manifest);
            Console.WriteLine($"| {round} | {run} | {import} | {again} |");
        }
    }

    private static async Task<string> MeasureAsync(Stack stack, string query, JsonObject manifest)
    {
        var (used, started) = (stack.Used, Stopwatch.GetTimestamp());
        await Stack.AnswerAsync(await stack.Service.PutAsJsonAsync("/v1/permissions:import" + query, manifest));
        return $"{Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} | {(stack.Used - used) / 1_000:F0}";
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
        return new JsonObject { ["services"] = services, ["roles"] = new JsonObject(roles) };
    }
}
