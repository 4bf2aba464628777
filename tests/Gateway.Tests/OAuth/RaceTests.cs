using System.Globalization;
using System.Net;
using AuthServe.Gateway.Tests.Tokens;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth;

/// <summary>
/// Many uses of one credential at once, half of them through each of two gateways. <c>AUTHSERVE_RACE_ROUNDS</c> says how often each race is
/// run; <c>make races</c> runs 200 rounds.
/// </summary>
public sealed class RaceTests(Service service)
{
    private static readonly int Rounds =
        int.Parse(Environment.GetEnvironmentVariable("AUTHSERVE_RACE_ROUNDS") ?? "10", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Of_64_uses_of_a_refresh_token_at_once_every_one_gets_the_same_successor()
    {
        var owner = await service.Api.SignUpAsync();
        var app = await RelyingParty.RegisterAsync(owner);
        var token = await WarmUpAsync(app, (await app.SignInAsync(owner.Name))["refresh_token"]);
        for (var round = 0; round < Rounds; round++)
        {
            var answers = await RaceAsync(64, app, client => client.RefreshAsync(token));

            Assert.All(answers, answer => answer.Expect(HttpStatusCode.OK));
            var successor = Assert.Single(answers.Select(answer => answer["refresh_token"]).Distinct());
            Assert.NotEqual(token, successor);
            Assert.All(answers.Take(4), answer => Assert.Equal(SessionOf(answers[0]), SessionOf(answer)));
            token = successor;
        }
    }

    [Fact]
    public async Task Of_100_redemptions_of_a_code_at_once_one_wins_and_using_it_again_ends_what_was_won()
    {
        var owner = await service.Api.SignUpAsync();
        var app = await RelyingParty.RegisterAsync(owner);
        var browser = new Browser(service.Api.Http);
        for (var round = 0; round < Rounds; round++)
        {
            var verifier = RelyingParty.NewVerifier();
            var code = await app.GetCodeAsync(owner.Name, verifier, "openid offline_access", browser);

            var answers = await RaceAsync(100, app, client => client.RedeemAsync(code, verifier));

            var won = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
            Assert.All(answers.Where(answer => answer != won), answer => Assert.Equal("invalid_grant", answer["error"]));
            Assert.Equal("invalid_grant", (await app.RedeemAsync(code, verifier))["error"]);
            Assert.Equal("invalid_grant", (await app.At(service.OtherApi).RefreshAsync(won["refresh_token"]))["error"]);
            Assert.False(await app.At(service.OtherApi).IsActiveAsync(won["access_token"]));
        }
    }

    [Fact]
    public async Task What_is_revoked_while_it_is_refreshed_leaves_no_live_token()
    {
        var owner = await service.Api.SignUpAsync();
        var app = await RelyingParty.RegisterAsync(owner);
        var browser = new Browser(service.Api.Http);
        for (var round = 0; round < Rounds; round++)
        {
            var first = await app.SignInAsync(owner.Name, browser: browser);

            var revoking = app.RevokeAsync(first["refresh_token"]);
            var answers = await RaceAsync(8, app, client => client.RefreshAsync(first["refresh_token"]));
            (await revoking).Expect(HttpStatusCode.OK);

            foreach (var answer in answers.Where(answer => answer.Status == HttpStatusCode.OK).Append(first))
            {
                Assert.False(await app.IsActiveAsync(answer["access_token"]));
                Assert.False(await app.At(service.OtherApi).IsActiveAsync(answer["refresh_token"]));
                Assert.Equal("invalid_grant", (await app.RefreshAsync(answer["refresh_token"]))["error"]);
            }
        }
    }

    // Used again after ten seconds it is taken for stolen, and what a process compiles on its first calls may take a busy machine that long.
    private async Task<string> WarmUpAsync(RelyingParty app, string token)
    {
        foreach (var client in Enumerable.Repeat<RelyingParty[]>([app, app.At(service.OtherApi)], 4).SelectMany(both => both))
            token = (await client.RefreshAsync(token)).Expect(HttpStatusCode.OK)["refresh_token"];
        return token;
    }

    private async Task<Answer[]> RaceAsync(int times, RelyingParty app, Func<RelyingParty, Task<Answer>> use)
    {
        var elsewhere = app.At(service.OtherApi);
        return await Task.WhenAll(Enumerable.Range(0, times).Select(number => use(number % 2 == 0 ? app : elsewhere)));
    }

    private static string SessionOf(Answer tokens) => (string)Jwt.Read(tokens["access_token"]).Claims["sid"]!;
}
