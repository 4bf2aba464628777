using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AuthServe.Gateway.Problems;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServe.Gateway.Tests.House;

/// <summary>The rules of the house that hold for the gateway.</summary>
public sealed partial class GatewayRulesTests(Service service)
{
    [Fact]
    public void Every_endpoint_says_who_may_call_it()
    {
        var endpoints = service.GatewayServices.GetRequiredService<EndpointDataSource>().Endpoints;

        Assert.NotEmpty(endpoints);
        Assert.All(endpoints, endpoint => Assert.True(
            endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is not null,
            endpoint.DisplayName));
    }

    [Fact]
    public void Every_code_is_documented_and_every_documented_code_exists()
    {
        var documented = Heading().Matches(File.ReadAllText(Path.Combine(Root, "docs", "problems.md"))).Select(match => match.Groups[1].Value);

        Assert.Equal(ProblemCatalogue.Kinds.Keys.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_fault_that_grains_give_has_a_status()
    {
        var given = Directory.EnumerateFiles(Path.Combine(Root, "src", "Grains"), "*Faults.cs", SearchOption.AllDirectories)
            .Concat([Path.Combine(Root, "src", "Grains", "Accounts", "PasswordPolicy.cs")])
            .SelectMany(file => FaultCode().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Distinct();

        Assert.Empty(given.Except(ProblemCatalogue.Kinds.Keys));
    }

    private static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../.."));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("^## (\\S+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("\"([a-z_]+\\.[a-z_]+)\",")]
    private static partial Regex FaultCode();
}
