using AuthServe.Support.Gateways;
using AuthServe.Support.Silos;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Conformance;

/// <summary>A gateway whose clock moves, where the suite waits for seconds.</summary>
public sealed class MovingTime(Service service) : IAsyncLifetime
{
    private readonly TestClock _clock = new();
    private TestGateway _gateway = null!;

    public Api Api => new(_gateway.Http);

    public async ValueTask InitializeAsync() => _gateway = await (await TestGateway.StartAsync(
        [service.Silo.GatewayPort], configure: services => TestSilo.UseClock(services, _clock))).ReadyAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    public Browser NewBrowser() => new(_gateway.Http);

    public void Pass(int seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));
}
