using System.Net;
using Xunit;

namespace AuthServe.Gateway.Tests.Accounts;

/// <summary>Many clients at once, over HTTP.</summary>
public sealed class RaceTests(Service service)
{
    [Fact]
    public async Task One_of_a_hundred_sign_ups_gets_the_name()
    {
        var name = Api.NewName();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(number =>
            (number % 2 == 0 ? service.Api : service.OtherApi).PostAsync("/v1/signup", Api.SignUpBody(name, $"{name}.{number}@example.com"))));

        var winner = Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        foreach (var answer in answers.Where(answer => answer != winner)) answer.ExpectProblem(HttpStatusCode.Conflict, "user.username_taken");
        var me = (await (await service.Api.SignInAsync(name)).GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        Assert.Equal(winner["user_id"], me["user_id"]);
        Assert.Equal(winner["org_id"], Assert.Single(me.Json["memberships"]!.AsArray())!["org_id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Of_a_thousand_wrong_passwords_the_limit_is_evaluated_and_the_rest_is_told_to_wait()
    {
        var alice = await service.Api.SignUpAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(number =>
            service.Api.PostAsync("/v1/login", new { username = alice.Name, password = $"guess number {number}" })));

        Assert.Equal(5, answers.Count(answer => answer.Status == HttpStatusCode.Unauthorized));
        var locked = answers.Where(answer => answer.Status == HttpStatusCode.TooManyRequests).ToArray();
        Assert.Equal(995, locked.Length);
        Assert.All(locked, answer =>
        {
            Assert.Equal("credentials.locked", answer.Code);
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        });
    }
}
