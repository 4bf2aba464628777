using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using AuthServe.Gateway.Tests.OAuth;
using AuthServe.Support.Gateways;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Xunit;

namespace AuthServe.Gateway.Tests.Tokens;

/// <summary>
/// The key ring turns every few seconds while two gateways make tokens and each accepts the other's. <c>AUTHSERVE_ROTATIONS</c> says how
/// often; <c>make races</c> turns it 20 times.
/// </summary>
public sealed class RotationUnderLoadTests
{
    private const int Workers = 4;

    private static readonly int Rotations =
        int.Parse(Environment.GetEnvironmentVariable("AUTHSERVE_ROTATIONS") ?? "2", CultureInfo.InvariantCulture);

    private static readonly Dictionary<string, string?> Restless = new()
    {
        ["SigningKeys:ActiveFor"] = "00:00:04",
        ["SigningKeys:PublishFor"] = "00:00:03",
        ["SigningKeys:RetainFor"] = "01:00:00",
    };

    [Fact]
    public async Task No_request_fails_while_the_ring_turns()
    {
        await using var database = await TestDatabase.CreateAsync(TestDatabase.ChosenEngine);
        await using var silo = await TestSilo.StartAsync(database.Settings.Concat(Restless));
        KeyValuePair<string, string?>[] attentive = [new("Tokens:KeyRefreshPeriod", "00:00:01")];
        await using var first = await (await TestGateway.StartAsync([silo.GatewayPort], attentive)).ReadyAsync();
        await using var second = await (await TestGateway.StartAsync([silo.GatewayPort], attentive)).ReadyAsync();
        var owner = await new Api(first.Http).SignUpAsync();
        var worker = await RelyingParty.RegisterAsync(owner, grantTypes: ["client_credentials"]);
        var app = await RelyingParty.RegisterAsync(owner);
        var keys = new ConcurrentDictionary<string, bool>();

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(async number =>
        {
            var (here, there) = number % 2 == 0 ? (first, second) : (second, first);
            var refresh = (await app.At(new Api(here.Http)).SignInAsync(owner.Name))["refresh_token"];
            while (keys.Count <= Rotations)
            {
                var own = (await worker.At(new Api(here.Http)).TokenAsync(("grant_type", "client_credentials"))).Expect(HttpStatusCode.OK);
                var users = (await app.At(new Api(here.Http)).RefreshAsync(refresh)).Expect(HttpStatusCode.OK);
                refresh = users["refresh_token"];
                foreach (var token in (string[])[own["access_token"], users["access_token"]])
                {
                    (await new Api(there.Http).GetAsync("/v1/me/permissions", token)).Expect(HttpStatusCode.OK);
                    Assert.True(await worker.At(new Api(there.Http)).IsActiveAsync(token));
                    keys.TryAdd((string)Jwt.Read(token).Header["kid"]!, true);
                }
            }
        }));
    }
}
