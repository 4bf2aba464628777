using System.Net;
using System.Text.Json.Nodes;
using AuthServe.Support.Gateways;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Conformance;

/// <summary>A gateway as the internet knows one, by an address with https; what it publishes of itself.</summary>
public sealed class PublicGateway(Service service) : IAsyncLifetime
{
    public const string Issuer = "https://auth.example";

    private TestGateway _gateway = null!;

    /// <summary>The answer at <c>/.well-known/openid-configuration</c>.</summary>
    public Answer Configuration { get; private set; } = null!;

    /// <summary>The answer at <c>jwks_uri</c>.</summary>
    public Answer Keys { get; private set; } = null!;

    public JsonObject Metadata => Configuration.Json.AsObject();

    /// <summary>A list in the metadata.</summary>
    public string[] List(string name) => [.. Metadata[name]!.AsArray().Select(item => item!.GetValue<string>())];

    public Api Api => new(_gateway.Http);

    public async ValueTask InitializeAsync()
    {
        _gateway = await (await TestGateway.StartAsync(
            [service.Silo.GatewayPort], [KeyValuePair.Create<string, string?>("Gateway:Issuer", Issuer)])).ReadyAsync();
        Configuration = (await Api.GetAsync("/.well-known/openid-configuration")).Expect(HttpStatusCode.OK);
        Keys = (await Api.GetAsync(new Uri(Configuration["jwks_uri"]).AbsolutePath)).Expect(HttpStatusCode.OK);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();
}
