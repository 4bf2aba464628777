using System.Net;
using AuthServe.Support.Gateways;
using AuthServe.Support.Silos;
using Xunit;

namespace AuthServe.Gateway.Tests.Tokens;

/// <summary>A token in use is remembered, but not beyond its time. Has a gateway of its own, whose clock moves.</summary>
public sealed class ExpiryTests(Service service)
{
    [Fact]
    public async Task A_token_that_was_accepted_before_is_refused_once_it_has_run_out()
    {
        var clock = new TestClock();
        await using var gateway = await (await TestGateway.StartAsync(
            [service.Silo.GatewayPort], configure: services => TestSilo.UseClock(services, clock))).ReadyAsync();
        var alice = await new Api(gateway.Http).SignUpAsync();
        (await alice.GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        (await alice.GetAsync("/v1/me")).Expect(HttpStatusCode.OK);

        clock.Advance(TimeSpan.FromMinutes(16));

        (await alice.GetAsync("/v1/me")).ExpectProblem(HttpStatusCode.Unauthorized, "token.invalid");
    }

    [Fact]
    public async Task A_token_that_differs_from_an_accepted_one_in_one_letter_is_refused()
    {
        var alice = await service.Api.SignUpAsync();
        (await alice.GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        var at = alice.Token.LastIndexOf('.') + 10;
        var changed = alice.Token[..at] + (alice.Token[at] == 'A' ? 'B' : 'A') + alice.Token[(at + 1)..];

        (await (alice with { Token = changed }).GetAsync("/v1/me")).ExpectProblem(HttpStatusCode.Unauthorized, "token.invalid");
    }
}
