using System.Net;
using AuthServe.Support.Gateways;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Xunit;

namespace AuthServe.Gateway.Tests.Tokens;

/// <summary>The key ring turns while two gateways serve. Has a silo of its own, whose clock moves.</summary>
public sealed class KeyRotationTests
{
    private static readonly KeyValuePair<string, string?>[] Attentive = [new("Tokens:KeyRefreshPeriod", "00:00:01")];

    [Fact]
    public async Task A_key_is_published_before_it_signs_and_kept_until_its_tokens_have_run_out()
    {
        var clock = new TestClock();
        await using var database = await TestDatabase.CreateAsync(TestDatabase.ChosenEngine);
        await using var silo = await TestSilo.StartAsync(database.Settings, services => TestSilo.UseClock(services, clock));
        await using var first = await (await TestGateway.StartAsync([silo.GatewayPort], Attentive)).ReadyAsync();
        await using var second = await (await TestGateway.StartAsync([silo.GatewayPort], Attentive)).ReadyAsync();
        var (api, other) = (new Api(first.Http), new Api(second.Http));
        var old = await api.SignUpAsync();
        // Signs in as often as it takes, and so ends sessions of its own.
        var probe = await api.SignUpAsync();
        var oldKey = Jwt.Read(old.Token).Header["kid"]!.GetValue<string>();

        clock.Advance(TimeSpan.FromDays(29));
        await WaitUntilAsync(async () => (await KeysAsync(api)).Length == 2 && (await KeysAsync(other)).Length == 2);
        Assert.Equal(oldKey, await SignsWithAsync(api, probe.Name));

        clock.Advance(TimeSpan.FromDays(1));
        await WaitUntilAsync(async () => await SignsWithAsync(api, probe.Name) != oldKey);
        var young = await api.SignInAsync(old.Name);
        (await young.At(other).GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        (await old.At(other).GetAsync("/v1/me")).Expect(HttpStatusCode.OK);

        clock.Advance(TimeSpan.FromDays(1));
        await WaitUntilAsync(async () => (await old.At(other).GetAsync("/v1/me")).Status == HttpStatusCode.Unauthorized);
        (await young.At(other).GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
    }

    private static async Task<string[]> KeysAsync(Api api) =>
        [.. (await api.GetAsync("/.well-known/jwks.json")).Json["keys"]!.AsArray().Select(key => key!["kid"]!.GetValue<string>())];

    private static async Task<string> SignsWithAsync(Api api, string name) =>
        Jwt.Read((await api.SignInAsync(name)).Token).Header["kid"]!.GetValue<string>();

    private static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition()) patience.Token.ThrowIfCancellationRequested();
    }
}
