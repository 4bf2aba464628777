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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_of_a_hundred_spellings_of_a_name_gets_it(bool isEmail)
    {
        var owner = await service.Api.SignUpAsync();
        var (name, random) = ("kiss" + Api.NewName(), new Random(7));
        var spellings = Enumerable.Range(0, 100).Select(_ => Spell(name, random)).ToArray();
        Assert.True(spellings.Distinct().Count() > 90);

        var answers = await Task.WhenAll(spellings.Select((spelling, number) =>
        {
            var (api, other) = (number % 2 == 0 ? service.Api : service.OtherApi, Api.NewName());
            var (username, email) = isEmail ? (other, $"{spelling}@Example.com") : (spelling, $"{other}@example.com");
            return number % 3 == 0
                ? api.PostAsync("/v1/users", new { username, primary_email = email, password = Api.Password, roles = Array.Empty<string>() }, owner.Token)
                : api.PostAsync("/v1/signup", Api.SignUpBody(username, email));
        }));

        var winner = Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        var code = isEmail ? "user.email_taken" : "user.username_taken";
        foreach (var answer in answers.Where(answer => answer != winner)) answer.ExpectProblem(HttpStatusCode.Conflict, code);
        var login = isEmail ? $"{name}@example.com" : name;
        var me = (await (await service.Api.SignInAsync(login)).GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        Assert.Equal((winner["user_id"], login), (me["user_id"], isEmail ? me["primary_email"] : me["username"]));
    }

    // Upper case, full width, mathematical letters, circled ones, the Kelvin sign and the long s: all of them are that letter to NFKC.
    private static string Spell(string name, Random random) => string.Concat(name.Select(character => (character, random.Next(6)) switch
    {
        ('k', 0) => "\u212a",
        ('s', 0) => "\u017f",
        ( >= 'a' and <= 'z', 1) => $"{char.ToUpperInvariant(character)}",
        ( >= 'a' and <= 'z', 2) => $"{(char)(character + 0xfee0)}",
        ( >= 'a' and <= 'z', 3) => char.ConvertFromUtf32(0x1d41a + character - 'a'),
        ( >= 'a' and <= 'z', 4) => $"{(char)(0x24d0 + character - 'a')}",
        ( >= '0' and <= '9', < 3) => $"{(char)(character + 0xfee0)}",
        _ => $"{character}",
    }));

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
