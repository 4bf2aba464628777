using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace AuthServe.Http;

/// <summary>
/// What operations cost under load by wrk, over 1 to 256 connections: requests a second, how long they take, and processor time of silo and gateway
/// together, beside bare endpoints in the same run. Servers have one processor, the load the other.
/// </summary>
internal static class LoadBenchmark
{
    private const int Rounds = 3;

    private static readonly string[] Clerk = ["auth.user.read"];
    private static readonly int[] Connections = [1, 16, 64, 256];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    /// <param name="folder">Where the report goes.</param>
    /// <param name="only">Parts of names: others are left out, but for the floor. Nothing for all.</param>
    public static async Task RunAsync(string folder, string[] only)
    {
        await using var database = new BenchDatabase();
        using var stack = await Stack.StartAsync(database.Settings, isPinned: true);
        var operations = (await GetOperationsAsync(stack))
            .Where(operation => only.Length == 0 || operation.Name == Names.Floor || only.Any(operation.Name.Contains))
            .ToArray();
        foreach (var operation in operations.Where(operation => operation.Most > 1)) await Wrk.RunAsync(operation.Server, operation.Request, 16, WarmUp);

        var results = new List<Result>();
        foreach (var connections in Connections)
        {
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var operation in operations.Where(operation => connections <= operation.Most))
                {
                    var before = operation.Used();
                    var load = await Wrk.RunAsync(operation.Server, operation.Request, connections, Time);
                    results.Add(new(operation.Name, connections, load, (operation.Used() - before) / Math.Max(load.Requests, 1)));
                }
            }
        }

        var typical = results.GroupBy(result => (result.Name, result.Connections)).Select(Typical).ToArray();
        Directory.CreateDirectory(folder);
        var table = Table(typical, stack);
        Console.WriteLine(table);
        await File.WriteAllTextAsync(Path.Combine(folder, "load.md"), table);
        await File.WriteAllTextAsync(Path.Combine(folder, "load.svg"), Plot.Draw(
            "Processor time of a request", "connections", "us", typical.Where(result => result.Used < 1_000).GroupBy(result => result.Name)
                .Select(results => new Plot.Series(results.Key, [.. results.Select(result => ((double)result.Connections, result.Used))]))));
    }

    private static async Task<IReadOnlyList<Operation>> GetOperationsAsync(Stack stack)
    {
        var worker = await Stack.AnswerAsync(await stack.Service.PostAsJsonAsync("/v1/clients", new { name = "Worker" }));
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{worker["client_id"]}:{worker["client_secret"]}"));
        await Stack.AnswerAsync(await stack.Service.PostAsJsonAsync("/v1/roles", new { name = "clerk", permissions = Clerk }));
        // The oldest session of a user ends when there are too many.
        using var other = await stack.SignUpAsync("bob");
        var bearer = stack.Service.DefaultRequestHeaders.Authorization!.ToString();
        var token = stack.Service.DefaultRequestHeaders.Authorization.Parameter!;
        var check = $$$"""{"subject":{"type":"user","id":"{{{stack.User}}}"},"action":{"name":"read"},"resource":{"type":"auth.user","id":"42"}}""";
        Uri service = stack.Service.BaseAddress!, bare = stack.Bare.BaseAddress!;
        return
        [
            new(Names.Floor, bare, new("POST", "/access/v1/evaluation", Body: check), () => stack.UsedByFloor),
            new(Names.SecureFloor, bare, new("POST", "/secure/access/v1/evaluation", bearer, check), () => stack.UsedByFloor),
            new(Names.Check, service, new("POST", "/access/v1/evaluation", bearer, check), () => stack.Used),
            new("50 checks at once", service, new("POST", "/access/v1/evaluations", bearer, Checks(stack.User, 50)), () => stack.Used),
            new("1,000 checks at once", service, new("POST", "/access/v1/evaluations", bearer, Checks(stack.User, 1_000)), () => stack.Used, Most: 16),
            new("effective permissions", service, new("GET", "/v1/me/permissions", bearer), () => stack.Used),
            new("list of users", service, new("GET", "/v1/users", bearer), () => stack.Used),
            new("client_credentials token", service, new("POST", "/oauth2/token", basic, "grant_type=client_credentials", IsForm: true), () => stack.Used),
            new("introspection", service, new("POST", "/oauth2/introspect", basic, $"token={token}", IsForm: true), () => stack.Used),
            new("JWKS", service, new("GET", "/.well-known/jwks.json"), () => stack.Used),
            new("login", service, new("POST", "/v1/login", Body: $$"""{"username":"bob","password":"{{Stack.Password}}"}"""), () => stack.Used, Most: 16),
            new("role change", service, new("PUT", "/v1/roles/clerk/permissions/auth.user.write", bearer, Lua: Alternately), () => stack.Used, Most: 1),
            new("sign-up", service, new("POST", "/v1/signup", Lua: Newcomers), () => stack.Used, Most: 1),
        ];
    }

    // Given and taken in turns.
    private const string Alternately =
        """
        local turn = 0
        request = function()
          turn = turn + 1
          return wrk.format(turn % 2 == 0 and 'PUT' or 'DELETE')
        end
        """;

    private const string Newcomers =
        $$$"""
        local number, run = 0, os.time() .. math.random(1000000)
        wrk.headers['Content-Type'] = 'application/json'
        request = function()
          number = number + 1
          local name = 'u' .. run .. 'x' .. number
          return wrk.format(nil, nil, nil, '{"user":{"username":"' .. name .. '","password":"{{{Stack.Password}}}","primary_email":"' .. name
            .. '@example.com"},"organization":{"name":"' .. name .. '"}}')
        end
        """;

    private static string Checks(string user, int count) => new JsonObject
    {
        ["subject"] = new JsonObject { ["type"] = "user", ["id"] = user },
        ["evaluations"] = new JsonArray([.. Enumerable.Range(0, count).Select(number => new JsonObject
        {
            ["action"] = new JsonObject { ["name"] = number % 2 == 0 ? "read" : "write" },
            ["resource"] = new JsonObject { ["type"] = "auth.user", ["id"] = $"{number}" },
        })]),
    }.ToJsonString();

    private static Result Typical(IEnumerable<Result> rounds)
    {
        var ordered = rounds.OrderBy(result => result.Used).ToArray();
        return ordered[ordered.Length / 2];
    }

    private static string Table(IReadOnlyList<Result> results, Stack stack)
    {
        var text = new StringBuilder(
            """
            | Operation | Connections | Requests/s | p50, ms | p99, ms | us of CPU | Times the floor | Failed |
            |---|--:|--:|--:|--:|--:|--:|--:|

            """);
        foreach (var result in results.OrderBy(result => Array.IndexOf([.. results.Select(other => other.Name).Distinct()], result.Name)))
        {
            var floor = results.Single(other => other.Name == Names.Floor && other.Connections == result.Connections).Used;
            var load = result.Load;
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {result.Name} | {result.Connections} | {load.PerSecond:N0} | {load.Median.TotalMilliseconds:F1} | {load.P99.TotalMilliseconds:F1} | {result.Used:N0} | {result.Used / floor:F1} | {load.Failed} |");
        }

        return text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Memory in the end: silo {stack.SiloMemory:N0} MB, gateway {stack.GatewayMemory:N0} MB.").ToString();
    }

    private static class Names
    {
        public const string Floor = "floor: the same JSON, nothing else";
        public const string SecureFloor = "floor with a validated ES256 token";
        public const string Check = "single check";
    }

    /// <param name="Most">Connections beyond which it is not measured.</param>
    private sealed record Operation(string Name, Uri Server, WrkRequest Request, Func<double> Used, int Most = int.MaxValue);

    private sealed record Result(string Name, int Connections, Load Load, double Used);
}
