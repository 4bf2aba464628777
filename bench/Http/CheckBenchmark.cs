using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

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
        var folder = Directory.CreateTempSubdirectory("authserve-bench-").FullName;
        try
        {
            await CompareAsync(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CompareAsync(string folder)
    {
        var (siloPort, gatewayPort, httpPort, floorPort) = (Server.FreePort(), Server.FreePort(), Server.FreePort(), Server.FreePort());
        var started = Stopwatch.GetTimestamp();
        using var silo = Server.Start(Program("src", "Silo"), new Dictionary<string, string>
        {
            ["AuthServe__Storage__DataFolder"] = folder,
            ["AuthServe__Silo__SiloPort"] = $"{siloPort}",
            ["AuthServe__Silo__GatewayPort"] = $"{gatewayPort}",
        });
        using var gateway = Server.Start(
            Program("src", "Gateway"),
            new Dictionary<string, string> { ["AuthServe__Gateway__Silos__0"] = $"127.0.0.1:{gatewayPort}" },
            $"--urls=http://127.0.0.1:{httpPort}");
        using var floor = Server.Start(typeof(CheckBenchmark).Assembly.Location, new Dictionary<string, string>(), "floor", $"{floorPort}");

        using var service = new HttpClient { BaseAddress = new($"http://127.0.0.1:{httpPort}") };
        using var bare = new HttpClient { BaseAddress = new($"http://127.0.0.1:{floorPort}") };
        await ReadyAsync(service);
        Console.WriteLine($"Start to first 200 of /health/ready: {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        var (user, token) = await SignInAsync(service);
        service.DefaultRequestHeaders.Authorization = token;
        var question = $$$"""{"subject":{"type":"user","id":"{{{user}}}"},"action":{"name":"read"},"resource":{"type":"auth.user","id":"42"}}""";

        await LoadAsync(service, question, WarmUp);
        await LoadAsync(bare, question, WarmUp);
        Console.WriteLine("| Round | Check, us of CPU | Floor, us of CPU | Ratio |");
        Console.WriteLine("|---|---|---|---|");
        for (var round = 1; round <= Rounds; round++)
        {
            var check = await MeasureAsync(service, question, silo, gateway);
            var nothing = await MeasureAsync(bare, question, floor);
            Console.WriteLine($"| {round} | {check:F0} | {nothing:F0} | {check / nothing:F1} |");
        }
    }

    private static string Program(string folder, string project, [CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(
        Path.GetDirectoryName(thisFile)!, "../..", folder, project, "bin", "Release", "net10.0", $"AuthServe.{project}.dll"));

    private static async Task ReadyAsync(HttpClient http)
    {
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }
    }

    private static async Task<(string User, AuthenticationHeaderValue Token)> SignInAsync(HttpClient http)
    {
        using var signedUp = await http.PostAsJsonAsync("/v1/signup", new
        {
            user = new { username = "alice", password = "a long walk in May", primary_email = "alice@example.com" },
            organization = new { name = "Wonderland" },
        });
        signedUp.EnsureSuccessStatusCode();
        using var signedIn = await http.PostAsJsonAsync("/v1/login", new { username = "alice", password = "a long walk in May" });
        var token = JsonNode.Parse(await signedIn.Content.ReadAsStringAsync())!["access_token"]!.GetValue<string>();
        var user = JsonNode.Parse(await signedUp.Content.ReadAsStringAsync())!["user_id"]!.GetValue<string>();
        return (user, new("Bearer", token));
    }

    private static async Task<double> MeasureAsync(HttpClient http, string question, params Server[] servers)
    {
        var before = servers.Sum(server => server.Processor.TotalMicroseconds);
        await LoadAsync(http, question, Requests);
        return (servers.Sum(server => server.Processor.TotalMicroseconds) - before) / Requests;
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
