using System.Globalization;
using System.Net.Http.Json;
using System.Text;

namespace AuthServe.Http;

/// <summary>
/// How long it takes with three silos, one request at a time, until a change of a role is acknowledged, which every silo and the gateway know of then:
/// of a role of ten members, and of one of 100,000. And a check of a user whom no silo has in memory.
/// </summary>
internal static class ClusterBenchmark
{
    private const int Silos = 3;
    private const int Few = 10;
    private const int Many = 100_000;
    private const int WarmUp = 200;
    private const int Changes = 400;
    private const int ColdWarmUp = 2_000;
    private const int Cold = 400;

    private static readonly string[] Clerk = ["auth.user.read"];
    private static readonly string[] Everybody = ["user"];
    private static readonly string[] Clerks = ["user", "clerk"];

    /// <param name="folder">Where the report goes.</param>
    public static async Task RunAsync(string folder)
    {
        await using var database = new BenchDatabase();
        using var stack = await Stack.StartAsync(database.Settings, silos: Silos);
        var organization = (string)(await Stack.AnswerAsync(await stack.Service.GetAsync(new Uri("/v1/me", UriKind.Relative))))["org_id"]!;
        await Stack.AnswerAsync(await stack.Service.PostAsJsonAsync("/v1/roles", new { name = "clerk", permissions = Clerk }));
        var users = new List<string>();
        for (var user = 0; user < ColdWarmUp + Cold; user++) users.Add(await stack.AddUserAsync($"user{user}", user < Few ? Clerks : Everybody));

        var text = new StringBuilder(
            $"""
            # Three silos

            ```
            scripts/bench cluster
            ```

            One gateway and {Silos} silos on a private PostgreSQL, on two cores of a shared machine; one request at a time, times in milliseconds as a client
            sees them.

            | Operation | Median | p99 | ms of CPU |
            |---|--:|--:|--:|

            """);
        for (var change = 0; change < WarmUp; change++) await ChangeAsync(stack.Service, "clerk", change);
        Add(text, $"change of a role of {Few} members", await MeasureAsync(stack, Changes, change => ChangeAsync(stack.Service, "clerk", change)));
        await database.SeedAsync(Guid.Parse(organization), Many);
        Add(text, "change of a role of 100,000 members", await MeasureAsync(stack, Changes, change => ChangeAsync(stack.Service, "user", change)));

        await stack.RestartSilosAsync();
        // Silos that have just begun compile what they run for their first thousand checks or so: that would be measured, and not the check.
        foreach (var user in users.Take(ColdWarmUp)) await stack.CheckAsync(user);
        Add(text, "check of a user in nobody's memory", await MeasureAsync(stack, Cold, at => stack.CheckAsync(users[ColdWarmUp + at])));
        Add(text, "the same again", await MeasureAsync(stack, Cold, at => stack.CheckAsync(users[ColdWarmUp + at])));

        Console.WriteLine(text);
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "cluster.md"), text.ToString());
    }

    private static async Task<List<(double Used, double Taken)>> MeasureAsync(Stack stack, int count, Func<int, Task> call)
    {
        var measured = new List<(double Used, double Taken)>();
        for (var at = 0; at < count; at++) measured.Add(await stack.UsedByAsync(() => call(at)));
        return measured;
    }

    private static void Add(StringBuilder text, string name, List<(double Used, double Taken)> measured)
    {
        var taken = measured.Select(one => one.Taken).Order().ToArray();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"| {name} | {taken[taken.Length / 2]:F1} | {taken[taken.Length * 99 / 100]:F1} | {measured.Average(one => one.Used):F1} |");
    }

    // Given and taken in turns.
    private static async Task ChangeAsync(HttpClient owner, string role, int change)
    {
        var path = new Uri($"/v1/roles/{role}/permissions/auth.user.write", UriKind.Relative);
        using var answer = change % 2 == 0 ? await owner.PutAsync(path, null) : await owner.DeleteAsync(path);
        answer.EnsureSuccessStatusCode();
    }
}
