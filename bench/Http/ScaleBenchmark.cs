using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace AuthServe.Http;

/// <summary>
/// What a check costs as there is more of everything: users stored, roles of a user, permissions of a role, silos. Under load by wrk over so many
/// connections, beside the bare endpoint in the same run; and the first check of users whom nobody has in memory, one at a time.
/// </summary>
internal static class ScaleBenchmark
{
    private const int Connections = 16;
    private const int Rounds = 3;
    private const int Cold = 200;

    // Beyond 5,000 in all gateways do not keep an organization's policy.
    private const int MostPermissions = 4_500;

    private static readonly int[] Stored = [1_000, 10_000, 100_000, 1_000_000];
    private static readonly int[] RolesOfUser = [1, 10, 45];
    private static readonly int[] PermissionsOfRole = [10, 100, 2_000];
    private static readonly int[] Silos = [1, 2, 3];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    /// <param name="folder">Where the report goes.</param>
    public static async Task RunAsync(string folder)
    {
        var text = new StringBuilder(
            $"""
            # As there is more of everything

            ```
            scripts/bench scale
            ```

            A check over HTTP with {Connections} connections: microseconds of processor time of silos and gateway together, and how many times that of the bare
            endpoint in the same round. Medians of {Rounds} rounds. *First check*: of users whom neither gateway nor silo has in memory, one at a time, in
            milliseconds as a client sees them. A private PostgreSQL; servers have one processor, the load another.


            """);
        await using var database = new BenchDatabase();
        using (var stack = await Stack.StartAsync(database.Settings, isPinned: true))
        {
            var owner = await GetRequestAsync(stack, stack.Service.DefaultRequestHeaders.Authorization!.ToString(), stack.User, "auth.user", "read");
            await Wrk.RunAsync(stack.Service.BaseAddress!, owner, Connections, WarmUp);
            await AddStoredAsync(text, database, stack, owner);
            await WriteAsync(text, folder);
            await AddRolesAsync(text, stack);
            await WriteAsync(text, folder);
        }

        text.AppendLine().AppendLine("| Silos | us of CPU | Times the floor |").AppendLine("|--:|--:|--:|");
        foreach (var silos in Silos)
        {
            using var stack = await Stack.StartAsync(database.Settings, isPinned: true, silos, user: $"alice{silos}");
            var owner = await GetRequestAsync(stack, stack.Service.DefaultRequestHeaders.Authorization!.ToString(), stack.User, "auth.user", "read");
            await Wrk.RunAsync(stack.Service.BaseAddress!, owner, Connections, WarmUp);
            text.AppendLine(CultureInfo.InvariantCulture, $"| {silos} | {await MeasureAsync(stack, owner)} |");
            await WriteAsync(text, folder);
        }

        Console.WriteLine(text);
    }

    // As far as it has come: it takes a quarter of an hour.
    private static Task WriteAsync(StringBuilder text, string folder)
    {
        Directory.CreateDirectory(folder);
        return File.WriteAllTextAsync(Path.Combine(folder, "scale.md"), text.ToString());
    }

    private static async Task AddStoredAsync(StringBuilder text, BenchDatabase database, Stack stack, WrkRequest request)
    {
        text.AppendLine("| Users stored | us of CPU | Times the floor | First check: median | p99 |").AppendLine("|--:|--:|--:|--:|--:|");
        var (stored, named) = (1, 0);
        foreach (var users in Stored)
        {
            await database.StoreUsersAsync(users - stored);
            stored = users;
            var cold = new List<string>();
            for (var user = 0; user < Cold; user++) cold.Add(await stack.AddUserAsync($"user{named++}", "user"));
            await stack.RestartSilosAsync();
            // What is compiled and connected at the first use is not the user's.
            await Wrk.RunAsync(stack.Service.BaseAddress!, request, Connections, WarmUp);
            foreach (var user in cold.Take(Cold / 2)) await stack.CheckAsync(user);
            var taken = new List<double>();
            foreach (var user in cold.Skip(Cold / 2)) taken.Add((await stack.UsedByAsync(() => stack.CheckAsync(user))).Taken);
            taken.Sort();
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {users:N0} | {await MeasureAsync(stack, request)} | {taken[taken.Count / 2]:F1} | {taken[taken.Count * 99 / 100]:F1} |");
        }
    }

    private static async Task AddRolesAsync(StringBuilder text, Stack stack)
    {
        text.AppendLine().AppendLine("| Roles of the user | Permissions of each | us of CPU | Times the floor |").AppendLine("|--:|--:|--:|--:|");
        foreach (var (permissions, roles) in PermissionsOfRole.SelectMany(permissions => RolesOfUser.Select(roles => (permissions, roles))))
        {
            if (permissions * roles > MostPermissions) continue;
            using var owner = await stack.SignUpAsync($"p{permissions}r{roles}");
            await Stack.AnswerAsync(await owner.PutAsJsonAsync("/v1/permissions:import", Manifest(roles, permissions)));
            var user = (string)(await Stack.AnswerAsync(await owner.GetAsync(new Uri("/v1/me", UriKind.Relative))))["user_id"]!;
            foreach (var role in Enumerable.Range(0, roles))
            {
                using var given = await owner.PutAsync(new Uri($"/v1/users/{user}/roles/role{role}", UriKind.Relative), null);
                given.EnsureSuccessStatusCode();
            }

            var request = await GetRequestAsync(stack, owner.DefaultRequestHeaders.Authorization!.ToString(), user, "service.thing", "action0");
            text.AppendLine(CultureInfo.InvariantCulture, $"| {roles} | {permissions:N0} | {await MeasureAsync(stack, request)} |");
        }
    }

    private static async Task<string> MeasureAsync(Stack stack, WrkRequest request)
    {
        var measured = new List<(double Used, double Floor)>();
        var bare = request with { Authorization = null };
        for (var round = 0; round < Rounds; round++)
        {
            var used = await UsedAsync(stack.Service.BaseAddress!, request, () => stack.Used);
            measured.Add((used, await UsedAsync(stack.Bare.BaseAddress!, bare, () => stack.UsedByFloor)));
        }

        var median = measured.OrderBy(one => one.Used / one.Floor).ElementAt(Rounds / 2);
        return string.Create(CultureInfo.InvariantCulture, $"{median.Used:F0} | {median.Used / median.Floor:F1}");
    }

    private static async Task<double> UsedAsync(Uri server, WrkRequest request, Func<double> used)
    {
        var before = used();
        var load = await Wrk.RunAsync(server, request, Connections, Time);
        if (load.Failed > 0) throw new InvalidOperationException($"{load.Failed} of {load.Requests} requests failed.");
        return (used() - before) / load.Requests;
    }

    private static async Task<WrkRequest> GetRequestAsync(Stack stack, string bearer, string user, string type, string action)
    {
        var check = new JsonObject
        {
            ["subject"] = new JsonObject { ["type"] = "user", ["id"] = user },
            ["action"] = new JsonObject { ["name"] = action },
            ["resource"] = new JsonObject { ["type"] = type, ["id"] = "42" },
        }.ToJsonString();
        using var question = new HttpRequestMessage(HttpMethod.Post, new Uri(stack.Service.BaseAddress!, "/access/v1/evaluation"))
        {
            Content = new StringContent(check, Encoding.UTF8, "application/json"),
        };
        question.Headers.Add("Authorization", bearer);
        using var anonymous = new HttpClient();
        var answer = await Stack.AnswerAsync(await anonymous.SendAsync(question));
        if (answer["decision"]!.GetValue<bool>() is false) throw new InvalidOperationException($"Refused: {answer}");
        return new("POST", "/access/v1/evaluation", bearer, check);
    }

    private static JsonObject Manifest(int roles, int permissions)
    {
        var actions = Enumerable.Range(0, permissions).Select(action => $"action{action}").ToArray();
        return new JsonObject
        {
            ["services"] = new JsonObject
            {
                ["service"] = new JsonObject
                {
                    ["thing"] = new JsonObject(actions.Select(action => KeyValuePair.Create<string, JsonNode?>(action, new JsonObject()))),
                },
            },
            ["roles"] = new JsonObject(Enumerable.Range(0, roles).Select(role => KeyValuePair.Create<string, JsonNode?>($"role{role}", new JsonObject
            {
                ["permissions"] = new JsonArray([.. actions.Select(action => $"service.thing.{action}")]),
            }))),
        };
    }
}
