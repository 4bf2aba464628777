using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace AuthServe.Http;

/// <summary>
/// Processor time of listing and searching 100,000 members of one organization, request by request, silo and gateway together; and of adding
/// one member over HTTP to a small organization and to the large one, in turns.
/// </summary>
internal static class DirectoryBenchmark
{
    private const int Members = 100_000;
    private const int Small = 10;
    private const int WarmUp = 100;
    private const int Requests = 100;
    private const int Added = 100;

    private static readonly (string Name, string Query)[] Searches =
    [
        ("no search", ""), ("user name, 100,000 hits", "query=aa"), ("user name, 1 hit", "query=aa099999"),
        ("address, 100,000 hits", "query=ab"), ("address, 1 hit", "query=ab099999"),
        ("display name, 100,000 hits", "query=ac"), ("display name, 1 hit", "query=ac%2099999"),
        ("all three, 300,000 hits", "query=a"), ("no hit", "query=zz"),
    ];

    private static readonly (string Name, string Query)[] Filters =
    [
        ("no filter", ""), ("role of 100,000", "role=user"), ("role of 1", "role=rare"), ("active", "status=active"),
        ("disabled, 100 of them", "status=disabled"), ("role of 100,000 and disabled", "role=user&status=disabled"),
    ];

    private static readonly string[] Roles = ["user"];

    private static IEnumerable<(string Name, string Path)> Lists => Searches.SelectMany(search => Filters.Select(filter => (
        $"{search.Name} | {filter.Name}",
        $"/v1/users?{string.Join('&', new[] { search.Query, filter.Query }.Where(part => part.Length > 0))}")));

    public static async Task RunAsync()
    {
        await using var database = new BenchDatabase();
        using var stack = await Stack.StartAsync(database.Settings);
        await Stack.AnswerAsync(await stack.Service.PostAsJsonAsync("/v1/roles", new { name = "rare" }));
        var organization = (string)(await Stack.AnswerAsync(await stack.Service.GetAsync(new Uri("/v1/me", UriKind.Relative))))["org_id"]!;
        using var small = await stack.SignUpAsync("small");
        for (var member = 1; member < Small; member++) await AddAsync(small);
        await database.SeedAsync(Guid.Parse(organization), Members);

        await WarmUpAsync(stack);
        Console.WriteLine("| Page of 50 | Filter | Median, ms of CPU | p99, ms of CPU |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var (name, path) in Lists) await MeasureAsync(stack, name, () => GetAsync(stack.Service, path));
        await MeasureDeepAsync(stack);
        await MeasureAsync(stack, "AuthZEN: who may auth.user.read | -", () => stack.Service.PostAsJsonAsync("/access/v1/search/subject", new
        {
            subject = new { type = "user" },
            action = new { name = "read" },
            resource = new { type = "auth.user", id = "*" },
        }));
        await MeasureAddingAsync(stack, small);
    }

    // Everything once compiled, and compiled again for being called so often.
    private static async Task WarmUpAsync(Stack stack)
    {
        for (var round = 0; round < WarmUp; round++)
        {
            foreach (var (_, path) in Lists) await Stack.AnswerAsync(await GetAsync(stack.Service, path));
        }
    }

    private static async Task MeasureDeepAsync(Stack stack)
    {
        var cursor = "";
        for (var page = 0; page < Members / 200 / 2; page++)
            cursor = $"&cursor={(await Stack.AnswerAsync(await GetAsync(stack.Service, $"/v1/users?query=a&limit=200{cursor}")))["next_cursor"]}";
        await MeasureAsync(stack, "all three, from the 50,000th member on | no filter", () => GetAsync(stack.Service, $"/v1/users?query=a{cursor}"));
    }

    private static async Task MeasureAddingAsync(Stack stack, HttpClient small)
    {
        Console.WriteLine();
        Console.WriteLine("| Adding one member | Median, ms of CPU | Median, ms of time |");
        Console.WriteLine("|---|---|---|");
        var (toSmall, toLarge) = (new List<(double Used, double Taken)>(), new List<(double Used, double Taken)>());
        for (var round = 0; round < Added; round++)
        {
            // Neither always comes after the other.
            if (round % 2 == 0) toSmall.Add(await stack.UsedByAsync(() => AddAsync(small)));
            toLarge.Add(await stack.UsedByAsync(() => AddAsync(stack.Service)));
            if (round % 2 != 0) toSmall.Add(await stack.UsedByAsync(() => AddAsync(small)));
        }

        Console.WriteLine($"| to {Small} to {Small + Added} | {At(toSmall, 50, one => one.Used):F1} | {At(toSmall, 50, one => one.Taken):F1} |");
        Console.WriteLine($"| to {Members} | {At(toLarge, 50, one => one.Used):F1} | {At(toLarge, 50, one => one.Taken):F1} |");
    }

    private static async Task MeasureAsync(Stack stack, string name, Func<Task<HttpResponseMessage>> send)
    {
        async Task RunAsync() => (await Stack.AnswerAsync(await send())).AsObject();
        for (var request = 0; request < WarmUp / 10; request++) await RunAsync();
        var used = new List<(double Used, double Taken)>();
        for (var request = 0; request < Requests; request++) used.Add(await stack.UsedByAsync(RunAsync));
        Console.WriteLine($"| {name} | {At(used, 50, one => one.Used):F1} | {At(used, 99, one => one.Used):F1} |");
    }

    private static double At(List<(double Used, double Taken)> measured, int percentile, Func<(double Used, double Taken), double> value) =>
        measured.Select(value).Order().ElementAt(measured.Count * percentile / 100);

    private static Task<HttpResponseMessage> GetAsync(HttpClient http, string path) => http.GetAsync(new Uri(path, UriKind.Relative));

    private static async Task<JsonNode> AddAsync(HttpClient owner)
    {
        var name = "z" + Guid.NewGuid().ToString("N")[..12];
        return await Stack.AnswerAsync(await owner.PostAsJsonAsync(
            "/v1/users", new { username = name, primary_email = $"{name}@example.com", password = Stack.Password, roles = Roles }));
    }
}
