using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AuthServe.RelyingParties.Tests;
using AuthServe.Support.Gateways;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Xunit;

[assembly: AssemblyFixture(typeof(Service))]

namespace AuthServe.RelyingParties.Tests;

/// <summary>
/// One silo and one gateway for all relying parties here, at the address that its issuer names; on SQLite or, with
/// <c>AUTHSERVE_TEST_STORAGE=postgres</c>, on PostgreSQL.
/// </summary>
public sealed class Service : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private TestSilo _silo = null!;
    private TestGateway _gateway = null!;
    private string _token = null!;

    /// <summary>What a relying party is configured with; it finds everything else by discovery.</summary>
    public string Issuer { get; } = $"http://localhost:{FreePort.Next()}";

    /// <summary>The owner of the organization that the clients belong to. Every test is a browser of its own.</summary>
    public Account Owner { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(TestDatabase.ChosenEngine);
        _silo = await TestSilo.StartAsync(_database.Settings);
        _gateway = await (await TestGateway.StartAsync(
            [_silo.GatewayPort], new Dictionary<string, string?> { ["Gateway:Issuer"] = Issuer }, address: Issuer)).ReadyAsync();
        // Clients wait for it for a few seconds, which a cold gateway may take when all tests begin at once on a busy machine.
        await _gateway.Http.GetStringAsync(new Uri("/.well-known/openid-configuration", UriKind.Relative));

        var name = "u" + Guid.NewGuid().ToString("N")[..12];
        Owner = new(name, "a long walk in May", $"{name}@example.com");
        var signedUp = await PostAsync("/v1/signup", new
        {
            user = new { username = Owner.Login, password = Owner.Password, primary_email = Owner.Email },
            organization = new { name = $"Org of {name}" },
        });
        Owner = Owner with { UserId = Text(signedUp, "user_id"), OrgId = Text(signedUp, "org_id") };
        _token = Text(await PostAsync("/v1/login", new { username = Owner.Login, password = Owner.Password }), "access_token");
    }

    /// <summary>Registers a client, as an administrator does before a relying party is set up.</summary>
    public async Task<RegisteredClient> RegisterAsync(ClientRegistration registration)
    {
        var answer = await PostAsync("/v1/clients", registration.ToJson());
        var client = new RegisteredClient(Text(answer, "client_id"), answer["client_secret"]?.GetValue<string>());
        foreach (var role in registration.Roles)
        {
            await SendAsync(HttpMethod.Put, $"/v1/clients/{client.Id}/roles/{role}", null);
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _silo.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static string Text(JsonNode answer, string member) => answer[member]!.GetValue<string>();

    private async Task<JsonNode> PostAsync(string path, object body) => JsonNode.Parse(await SendAsync(HttpMethod.Post, path, body))!;

    private async Task<string> SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body);
        if (_token is not null) request.Headers.Authorization = new("Bearer", _token);
        using var response = await _gateway.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path} answered {(int)response.StatusCode}: {text}");
        return response.StatusCode is HttpStatusCode.NoContent ? "{}" : text;
    }
}
