using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace AuthServe.Http;

/// <summary>
/// What a check costs when it is about anybody: 1,000 organizations, each with 100 users, 10 roles and 100 permissions of its own, made over HTTP as
/// their owners would. The load asks about all of them, at random, each time by the token of the user's organization.
/// </summary>
internal static class TenantsBenchmark
{
    private const int Organizations = 1_000;
    private const int Users = 100;
    private const int Roles = 10;
    private const int Permissions = 100;
    private const int AtOnce = 32;
    private const int Rounds = 3;

    private static readonly int[] Connections = [16, 64];
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    // Long enough for nearly everybody to be asked about, a few hundred in a second at first.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(3);

    /// <param name="folder">Where the report goes.</param>
    public static async Task RunAsync(string folder)
    {
        await using var database = new BenchDatabase();
        var who = Path.GetTempFileName();
        try
        {
            await database.SetDurableAsync(false);
            using (var stack = await Stack.StartAsync(database.Settings)) await File.WriteAllLinesAsync(who, await SeedAsync(stack));
            await database.SetDurableAsync(true);
            // Begun anew: what remains in memory is what the load asks about.
            using var measured = await Stack.StartAsync(database.Settings, isPinned: true, user: "afterwards");
            await WriteAsync(folder, await MeasureAsync(measured, who));
        }
        finally
        {
            File.Delete(who);
        }
    }

    // A line for each organization: its owner's token, and then its users.
    private static async Task<string[]> SeedAsync(Stack stack)
    {
        var begun = Stopwatch.GetTimestamp();
        var (lines, made) = (new string[Organizations], 0);
        await Parallel.ForAsync(0, Organizations, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, cancellationToken) =>
        {
            using var owner = await stack.SignUpAsync($"tenant{number}");
            await Stack.AnswerAsync(await owner.PutAsJsonAsync("/v1/permissions:import", Manifest(), cancellationToken));
            var line = new StringBuilder(owner.DefaultRequestHeaders.Authorization!.ToString().Replace("Bearer ", "", StringComparison.Ordinal));
            for (var user = 0; user < Users; user++)
            {
                var name = $"t{number}u{user}";
                string[] roles = ["user", $"role{user % Roles}"];
                var added = await Stack.AnswerAsync(
                    await owner.PostAsJsonAsync("/v1/users", new { username = name, primary_email = $"{name}@example.com", roles }, cancellationToken));
                line.Append(' ').Append((string)added["user_id"]!);
            }

            lines[number] = line.ToString();
            if (Interlocked.Increment(ref made) % 100 == 0) Console.WriteLine($"{made} organizations after {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s.");
        });
        return lines;
    }

    private static JsonObject Manifest()
    {
        var actions = Enumerable.Range(0, Permissions).Select(action => KeyValuePair.Create<string, JsonNode?>($"action{action}", new JsonObject()));
        var roles = Enumerable.Range(0, Roles).Select(role => KeyValuePair.Create<string, JsonNode?>($"role{role}", new JsonObject
        {
            ["permissions"] = new JsonArray([.. Enumerable.Range(0, Permissions).Where(action => action % Roles <= role).Select(action => $"service.thing.action{action}")]),
        }));
        return new JsonObject
        {
            ["services"] = new JsonObject { ["service"] = new JsonObject { ["thing"] = new JsonObject(actions) } },
            ["roles"] = new JsonObject(roles),
        };
    }

    private static async Task<string> MeasureAsync(Stack stack, string who)
    {
        var everybody = new WrkRequest("POST", "/access/v1/evaluation", Lua: Anybody(who));
        var (silo, gateway) = (stack.SiloMemory, stack.GatewayMemory);
        var first = await Wrk.RunAsync(stack.Service.BaseAddress!, everybody, Connections[^1], WarmUp);
        var text = new StringBuilder(
            $"""
            # A thousand organizations

            ```
            scripts/bench tenants
            ```

            {Organizations:N0} organizations of {Users} users, {Roles} roles and {Permissions} permissions; checks about all of the {Organizations * Users:N0}, at random, each by the
            token of its organization. Processor time of silo and gateway together, beside the bare endpoint in the same round; medians of {Rounds}
            rounds. A private PostgreSQL; servers have one processor, the load another.

            | Connections | Requests/s | p50, ms | p99, ms | us of CPU | Times the floor | Failed |
            |--:|--:|--:|--:|--:|--:|--:|

            """);
        foreach (var connections in Connections)
        {
            var rounds = new List<(Load Load, double Used, double Floor)>();
            for (var round = 0; round < Rounds; round++)
            {
                var (load, used) = await LoadAsync(stack.Service.BaseAddress!, everybody, connections, () => stack.Used);
                rounds.Add((load, used, (await LoadAsync(stack.Bare.BaseAddress!, everybody, connections, () => stack.UsedByFloor)).Used));
            }

            var (typical, us, floor) = rounds.OrderBy(round => round.Used / round.Floor).ElementAt(Rounds / 2);
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {connections} | {typical.PerSecond:N0} | {typical.Median.TotalMilliseconds:F1} | {typical.P99.TotalMilliseconds:F1} | {us:N0} | {us / floor:F1} | {typical.Failed} |");
        }

        return text.AppendLine().AppendLine(CultureInfo.InvariantCulture,
            $"Before, in the first {WarmUp.TotalSeconds:0} s with nobody in memory: {first.PerSecond:N0} requests/s, {first.Failed} failed. Memory before and after: silo {silo:N0} and {stack.SiloMemory:N0} MB, gateway {gateway:N0} and {stack.GatewayMemory:N0} MB.").ToString();
    }

    private static async Task<(Load Load, double Used)> LoadAsync(Uri server, WrkRequest request, int connections, Func<double> used)
    {
        var before = used();
        var load = await Wrk.RunAsync(server, request, connections, Time);
        return (load, (used() - before) / load.Requests);
    }

    private static string Anybody(string who) =>
        $$$"""
        local organizations = {}
        for line in io.lines('{{{who}}}') do
          local words = {}
          for word in line:gmatch('%S+') do words[#words + 1] = word end
          organizations[#organizations + 1] = words
        end
        math.randomseed(os.time())
        wrk.headers['Content-Type'] = 'application/json'
        request = function()
          local words = organizations[math.random(#organizations)]
          wrk.headers['Authorization'] = 'Bearer ' .. words[1]
          return wrk.format(nil, nil, nil, '{"subject":{"type":"user","id":"' .. words[math.random(2, #words)]
            .. '"},"action":{"name":"action' .. math.random(0, {{{Permissions - 1}}}) .. '"},"resource":{"type":"service.thing","id":"42"}}')
        end
        """;

    private static async Task WriteAsync(string folder, string text)
    {
        Console.WriteLine(text);
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "tenants.md"), text);
    }
}
