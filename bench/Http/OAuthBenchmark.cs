using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Web;
using Microsoft.IdentityModel.Tokens;

namespace AuthServe.Http;

/// <summary>
/// Processor time of what OAuth does, silo and gateway together with storage on the embedded default, beside bare endpoints, in turns in the same run:
/// one that only signs an ES256 token of the same size, and one that only hashes a password at the same cost.
/// </summary>
internal static class OAuthBenchmark
{
    private const int Connections = 8;
    private const int Rounds = 4;
    private const string Callback = "https://app.example/callback";

    public static async Task RunAsync()
    {
        using var stack = await Stack.StartAsync();
        var worker = await RegisterAsync(stack, new { name = "Worker" });
        var app = await RegisterAsync(stack, new { name = "App", first_party = true, redirect_uris = new[] { Callback } });
        var token = (string)(await PostAsync(stack, "/oauth2/token", worker, ("grant_type", "client_credentials")))["access_token"]!;
        var refreshTokens = await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ => (string)(await stack.SignInAsync())["refresh_token"]!));
        var cookie = await SignInBrowserAsync(stack, app.Id);
        // The oldest session of a user ends when there are too many, and those above are in use.
        using var other = await stack.SignUpAsync("bob");

        Operation[] operations =
        [
            new("client_credentials", 4_000, _ => PostAsync(stack, "/oauth2/token", worker, ("grant_type", "client_credentials"))),
            new("introspection", 4_000, _ => PostAsync(stack, "/oauth2/introspect", worker, ("token", token))),
            new("refresh", 2_000, async connection => refreshTokens[connection] = (string)(await PostAsync(
                stack, "/oauth2/token", null, ("grant_type", "refresh_token"), ("client_id", "authserve"), ("refresh_token", refreshTokens[connection])))["refresh_token"]!),
            new("code flow, browser signed in", 1_000, _ => RunCodeFlowAsync(stack, app, cookie)),
            new("sign-in", 400, _ => stack.SignInAsync("bob"), Floor: "/hash"),
        ];

        Console.WriteLine("| Round | Operation | us of CPU | Bare signing or hashing, us of CPU | Difference | Ratio |");
        Console.WriteLine("|---|---|---|---|---|---|");
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var operation in operations)
            {
                var floor = await MeasureAsync(operation.Times, _ => stack.Bare.PostAsync(new Uri(operation.Floor, UriKind.Relative), null), () => stack.UsedByFloor);
                var used = await MeasureAsync(operation.Times, operation.Run, () => stack.Used);
                Console.WriteLine($"| {(round == 0 ? "warm-up" : round)} | {operation.Name} | {used:F0} | {floor:F0} | {used - floor:F0} | {used / floor:F1} |");
            }
        }
    }

    private static async Task RunCodeFlowAsync(Stack stack, Client app, string cookie)
    {
        var verifier = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        using var request = new HttpRequestMessage(HttpMethod.Get, AuthorizePath(app.Id, verifier));
        request.Headers.Add("Cookie", cookie);
        using var answer = await stack.Service.SendAsync(request);
        var code = HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"]!;
        await PostAsync(
            stack, "/oauth2/token", app, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Callback), ("code_verifier", verifier));
    }

    private static string AuthorizePath(string client, string verifier) =>
        $"/oauth2/authorize?client_id={client}&response_type=code&scope=openid%20offline_access&code_challenge_method=S256"
        + $"&code_challenge={Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))}&redirect_uri={Uri.EscapeDataString(Callback)}";

    private static async Task<string> SignInBrowserAsync(Stack stack, string client)
    {
        using var page = await stack.Service.GetAsync(new Uri("/sign-in", UriKind.Relative));
        var html = await page.Content.ReadAsStringAsync();
        var csrf = Regex.Match(html, "name=\"csrf\"[^>]*value=\"([^\"]*)\"|value=\"([^\"]*)\"[^>]*name=\"csrf\"");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["csrf"] = HttpUtility.HtmlDecode(csrf.Groups[1].Value + csrf.Groups[2].Value),
                ["login"] = "alice",
                ["password"] = Stack.Password,
            }),
        };
        request.Headers.Add("Cookie", CookieOf(page));
        using var signedIn = await stack.Service.SendAsync(request);
        if ((int)signedIn.StatusCode >= 400) throw new InvalidOperationException($"The browser could not sign in to {client}: {signedIn.StatusCode}");
        return CookieOf(signedIn);
    }

    private static string CookieOf(HttpResponseMessage answer) =>
        string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));

    private static async Task<Client> RegisterAsync(Stack stack, object client)
    {
        var made = await Stack.AnswerAsync(await stack.Service.PostAsJsonAsync("/v1/clients", client));
        return new((string)made["client_id"]!, (string)made["client_secret"]!);
    }

    private static async Task<JsonNode> PostAsync(Stack stack, string path, Client? client, params IEnumerable<(string Name, string Value)> form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        if (client is not null) request.Headers.Authorization = client.Authorization;
        return await Stack.AnswerAsync(await stack.Service.SendAsync(request));
    }

    private static async Task<double> MeasureAsync(int times, Func<int, Task> run, Func<double> used)
    {
        var before = used();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async connection =>
        {
            for (var done = 0; done < times / Connections; done++) await run(connection);
        }));
        return (used() - before) / times;
    }

    private sealed record Client(string Id, string Secret)
    {
        public AuthenticationHeaderValue Authorization { get; } = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Id}:{Secret}")));
    }

    private sealed record Operation(string Name, int Times, Func<int, Task> Run, string Floor = "/sign");
}
