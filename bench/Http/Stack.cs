using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace AuthServe.Http;

/// <summary>What is measured: silos, a gateway and, beside them, the bare server, each a process of its own.</summary>
internal sealed class Stack : IDisposable
{
    /// <summary>That of the user.</summary>
    public const string Password = "a long walk in May";

    private readonly string _folder = Directory.CreateTempSubdirectory("authserve-bench-").FullName;
    private readonly List<Server> _silos = [];
    private readonly Func<Server>[] _starts;
    private readonly Server _gateway;
    private readonly Server _floor;
    private readonly string _user;

    private Stack(IReadOnlyDictionary<string, string>? storage, bool isPinned, int silos, string user)
    {
        _user = user;
        var (httpPort, floorPort) = (Server.FreePort(), Server.FreePort());
        var ports = Enumerable.Range(0, silos).Select(_ => (Silo: Server.FreePort(), Gateway: Server.FreePort())).ToArray();
        storage ??= new Dictionary<string, string> { ["AuthServe__Storage__DataFolder"] = _folder };
        _starts = [.. ports.Select<(int Silo, int Gateway), Func<Server>>(port => () => Server.Start(Program("Silo"), new Dictionary<string, string>(storage)
        {
            ["AuthServe__Silo__SiloPort"] = $"{port.Silo}",
            ["AuthServe__Silo__GatewayPort"] = $"{port.Gateway}",
        }, isPinned))];
        _silos.AddRange(_starts.Select(start => start()));
        _gateway = Server.Start(
            Program("Gateway"),
            new Dictionary<string, string>(ports.Select((port, at) => KeyValuePair.Create($"AuthServe__Gateway__Silos__{at}", $"127.0.0.1:{port.Gateway}")))
            {
                // Longer than a benchmark takes.
                ["AuthServe__Tokens__AccessTokenLifetime"] = "04:00:00",
                // Counted as ever, and never reached.
                ["AuthServe__RateLimits__SignInPerMinute"] = "1000000",
                ["AuthServe__RateLimits__TokensPerMinute"] = "1000000",
                ["AuthServe__RateLimits__ApiPerMinute"] = "1000000",
            },
            isPinned,
            $"--urls=http://127.0.0.1:{httpPort}");
        _floor = Server.Start(typeof(Stack).Assembly.Location, new Dictionary<string, string>(), isPinned, "floor", $"{floorPort}", $"http://127.0.0.1:{httpPort}");
        Service = Client(httpPort);
        Bare = Client(floorPort);
    }

    /// <summary>Calls the gateway.</summary>
    public HttpClient Service { get; }

    /// <summary>Calls the bare server.</summary>
    public HttpClient Bare { get; }

    /// <summary>Who signed up.</summary>
    public string User { get; private set; } = "";

    /// <summary>Processor time of silos and gateway so far, in microseconds.</summary>
    public double Used => _silos.Append(_gateway).Sum(server => server.Processor.TotalMicroseconds);

    /// <summary>In megabytes.</summary>
    public double SiloMemory => _silos[0].Memory;

    /// <summary>In megabytes.</summary>
    public double GatewayMemory => _gateway.Memory;

    /// <summary>Processor time of the bare server so far, in microseconds.</summary>
    public double UsedByFloor => _floor.Processor.TotalMicroseconds;

    /// <summary>Starts everything and signs up; later calls to <see cref="Service"/> are the owner's.</summary>
    /// <param name="storage">The silo's settings of storage, as environment variables; the embedded default without.</param>
    /// <param name="isPinned">Whether the servers have one processor alone.</param>
    /// <param name="silos">How many; more than one only on PostgreSQL.</param>
    /// <param name="user">Who signs up.</param>
    public static async Task<Stack> StartAsync(
        IReadOnlyDictionary<string, string>? storage = null, bool isPinned = false, int silos = 1, string user = "alice")
    {
        var started = Stopwatch.GetTimestamp();
        var stack = new Stack(storage, isPinned, silos, user);
        await stack.ReadyAsync();
        Console.WriteLine($"Start to first 200 of /health/ready: {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        await stack.SignUpAsync();
        return stack;
    }

    /// <summary>A session of its own.</summary>
    public Task<JsonNode> SignInAsync() => SignInAsync(_user);

    /// <summary>A session of this user.</summary>
    public async Task<JsonNode> SignInAsync(string user) =>
        await AnswerAsync(await Service.PostAsJsonAsync("/v1/login", new { username = user, password = Password }));

    /// <summary>Another organization, of a user of this name; the client is its owner's.</summary>
    public async Task<HttpClient> SignUpAsync(string name)
    {
        await AnswerAsync(await Service.PostAsJsonAsync("/v1/signup", new
        {
            user = new { username = name, password = Password, primary_email = $"{name}@example.com" },
            organization = new { name },
        }));
        var signedIn = await SignInAsync(name);
        var owner = Client(Service.BaseAddress!.Port);
        owner.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)signedIn["access_token"]!);
        return owner;
    }

    /// <summary>Adds a user to the organization of who signed up; without a password, which would have to be hashed.</summary>
    public async Task<string> AddUserAsync(string name, params string[] roles) => (string)(await AnswerAsync(await Service.PostAsJsonAsync(
        "/v1/users", new { username = name, primary_email = $"{name}@example.com", roles })))["user_id"]!;

    /// <summary>May the user read users?</summary>
    public async Task CheckAsync(string user) => await AnswerAsync(await Service.PostAsJsonAsync("/access/v1/evaluation", new
    {
        subject = new { type = "user", id = user },
        action = new { name = "read" },
        resource = new { type = "auth.user", id = "42" },
    }));

    /// <summary>Processor time of silo and gateway, and time, that one call takes while there is no other: in milliseconds.</summary>
    public async Task<(double Used, double Taken)> UsedByAsync(Func<Task> call)
    {
        var before = ExactProcessor;
        var started = Stopwatch.GetTimestamp();
        await call();
        var taken = Stopwatch.GetElapsedTime(started);
        return ((ExactProcessor - before).TotalMilliseconds, taken.TotalMilliseconds);
    }

    /// <summary>Kills every silo and starts it again, and returns when they serve.</summary>
    public async Task RestartSilosAsync()
    {
        foreach (var silo in _silos) silo.Dispose();
        _silos.Clear();
        _silos.AddRange(_starts.Select(start => start()));
        await ReadyAsync();
    }

    /// <summary>The JSON of a success.</summary>
    public static async Task<JsonNode> AnswerAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            answer.EnsureSuccessStatusCode();
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Service.Dispose();
        Bare.Dispose();
        _floor.Dispose();
        _gateway.Dispose();
        foreach (var silo in _silos) silo.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private TimeSpan ExactProcessor => _silos.Append(_gateway).Aggregate(TimeSpan.Zero, (sum, server) => sum + server.ExactProcessor);

    private async Task SignUpAsync()
    {
        var signedUp = await AnswerAsync(await Service.PostAsJsonAsync("/v1/signup", new
        {
            user = new { username = _user, password = Password, primary_email = $"{_user}@example.com" },
            organization = new { name = "Wonderland" },
        }));
        User = (string)signedUp["user_id"]!;
        Service.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)(await SignInAsync())["access_token"]!);
    }

    private async Task ReadyAsync()
    {
        while (true)
        {
            try
            {
                using var answer = await Service.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }
    }

    private static HttpClient Client(int port) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new($"http://127.0.0.1:{port}") };

    private static string Program(string project, [CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(
        Path.GetDirectoryName(thisFile)!, "../../src", project, "bin", "Release", "net10.0", $"AuthServe.{project}.dll"));
}
