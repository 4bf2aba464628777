using AuthServe.Gateway.Pages;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Silos;
using AuthServe.Support.Gateways;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace AuthServe.Gateway.Tests.Pages;

/// <summary>A gateway that also shows every page at <c>/hosted/{name}</c> and takes forms at <c>/hosted/post</c>.</summary>
public sealed class PagesGateway(Service service) : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public HttpClient Http => _gateway.Http;

    public async ValueTask InitializeAsync() =>
        _gateway = await (await TestGateway.StartAsync([service.Silo.GatewayPort], map: Map)).ReadyAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    /// <summary>The endpoints, for other gateways too.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var hosted = app.MapGroup("/hosted").AllowAnonymous();
        hosted.MapGet("/{name}", static (string name) => Shown.All[name]).AnswersWithPages();
        hosted.MapPost("/post", static (HttpRequest request) => Results.Text("posted " + request.Form["login"])).RequireAntiforgery();
        hosted.MapGet("/no-silo", static IResult () => throw new ClusterUnavailableException()).AnswersWithPages();
        hosted.MapGet("/no-silo-for-programs", static IResult () => throw new ClusterUnavailableException());
        hosted.MapGet("/refused", static () => new Problem("credentials.locked", "Wait a while.", TimeSpan.FromSeconds(7))).AnswersWithPages();
    }
}
