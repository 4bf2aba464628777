using System.Text;

namespace AuthServe.Http;

/// <summary>
/// Processor time of a check over HTTP, silo and gateway together, as a multiple of a bare endpoint's that reads and writes the same JSON,
/// measured in turns in the same run. Rates say little on a shared machine; processor time and the ratio say more.
/// </summary>
internal static class CheckBenchmark
{
    private const int Connections = 16;
    private const int WarmUp = 20_000;
    private const int Requests = 20_000;
    private const int Rounds = 5;

    public static async Task RunAsync()
    {
        using var stack = await Stack.StartAsync();
        var question = $$$"""{"subject":{"type":"user","id":"{{{stack.User}}}"},"action":{"name":"read"},"resource":{"type":"auth.user","id":"42"}}""";

        await LoadAsync(stack.Service, question, WarmUp);
        await LoadAsync(stack.Bare, question, WarmUp);
        Console.WriteLine("| Round | Check, us of CPU | Floor, us of CPU | Ratio |");
        Console.WriteLine("|---|---|---|---|");
        for (var round = 1; round <= Rounds; round++)
        {
            var check = await MeasureAsync(stack.Service, question, () => stack.Used);
            var nothing = await MeasureAsync(stack.Bare, question, () => stack.UsedByFloor);
            Console.WriteLine($"| {round} | {check:F0} | {nothing:F0} | {check / nothing:F1} |");
        }
    }

    private static async Task<double> MeasureAsync(HttpClient http, string question, Func<double> used)
    {
        var before = used();
        await LoadAsync(http, question, Requests);
        return (used() - before) / Requests;
    }

    private static Task LoadAsync(HttpClient http, string question, int requests) => Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
    {
        for (var sent = 0; sent < requests / Connections; sent++)
        {
            using var body = new StringContent(question, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri("/access/v1/evaluation", UriKind.Relative), body);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
        }
    }));
}
