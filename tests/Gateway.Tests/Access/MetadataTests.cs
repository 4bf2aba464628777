using System.Net;
using AuthServe.Support.Gateways;
using Xunit;

namespace AuthServe.Gateway.Tests.Access;

/// <summary>The metadata of the policy decision point (AuthZEN, section 9).</summary>
public sealed class MetadataTests(Service service)
{
    private const string Path = "/.well-known/authzen-configuration";

    [Theory]
    [InlineData("https://auth.example.com")]
    [InlineData("https://auth.example.com/")]
    [InlineData("https://example.com/auth")]
    public async Task Names_every_endpoint_below_the_issuer_whatever_host_is_asked(string issuer)
    {
        await using var gateway = await (await TestGateway.StartAsync(
            [service.Silo.GatewayPort], [KeyValuePair.Create<string, string?>("Gateway:Issuer", issuer)])).ReadyAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.Host = "elsewhere.example";

        var answer = (await new Api(gateway.Http).SendAsync(request)).Expect(HttpStatusCode.OK);

        Assert.Equal("application/json", answer.ContentHeaders.ContentType?.MediaType);
        Assert.Equal("public, max-age=3600", answer.Headers.ValueOf("Cache-Control"));
        var root = issuer.TrimEnd('/');
        var expected = new Dictionary<string, string>
        {
            ["policy_decision_point"] = issuer,
            ["access_evaluation_endpoint"] = $"{root}/access/v1/evaluation",
            ["access_evaluations_endpoint"] = $"{root}/access/v1/evaluations",
            ["search_subject_endpoint"] = $"{root}/access/v1/search/subject",
            ["search_resource_endpoint"] = $"{root}/access/v1/search/resource",
            ["search_action_endpoint"] = $"{root}/access/v1/search/action",
        };
        Assert.Equal(expected, answer.Json.AsObject().ToDictionary(member => member.Key, member => member.Value!.GetValue<string>()));
    }

    [Fact]
    public async Task Every_endpoint_it_names_is_there()
    {
        var issuer = new Uri("http://localhost:8000");
        var metadata = (await service.Api.GetAsync(Path)).Expect(HttpStatusCode.OK).Json.AsObject();

        foreach (var (name, address) in metadata.Where(member => member.Key.EndsWith("_endpoint", StringComparison.Ordinal)))
        {
            var endpoint = new Uri(address!.GetValue<string>());
            Assert.True(issuer.IsBaseOf(endpoint), name);
            (await service.Api.PostAsync(endpoint.AbsolutePath, new { })).Expect(HttpStatusCode.Unauthorized);
        }
    }
}
