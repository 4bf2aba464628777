using System.Globalization;
using System.Net;
using AuthServe.GrainInterfaces.Users;
using Xunit;

namespace AuthServe.Gateway.Tests.Users;

/// <summary>
/// Owners who all demote, disable, remove each other and leave at once, half of them through each of two gateways, and make each other owners
/// again meanwhile. <c>AUTHSERVE_RACE_ROUNDS</c> says how often; <c>make races</c> runs many rounds.
/// </summary>
public sealed class OwnerRaceTests(Service service)
{
    private const int Owners = 10;
    private const int Requests = 1_000;

    private static readonly int Rounds =
        Math.Max(1, int.Parse(Environment.GetEnvironmentVariable("AUTHSERVE_RACE_ROUNDS") ?? "10", CultureInfo.InvariantCulture) / 10);

    // A thousand calls of one organization at once wait for each other: a slow machine answers some of them with 503.
    private static readonly HttpStatusCode[] Expected =
    [
        HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound,
        HttpStatusCode.Conflict, HttpStatusCode.ServiceUnavailable,
    ];

    [Fact]
    public async Task An_organization_is_never_without_an_active_owner()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var founder = await service.Api.SignUpAsync();
            var observer = await service.Api.AddUserAsync(founder, "user");
            Session[] owners =
                [founder, .. await Task.WhenAll(Enumerable.Range(1, Owners - 1).Select(_ => service.Api.AddUserAsync(founder, "owner")))];
            using var stop = new CancellationTokenSource();
            Task<int>[] watching = [WatchAsync(observer.At(service.OtherApi), stop.Token), WatchGrainAsync(founder.OrgId, stop.Token)];

            var random = new Random(round);
            var answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(number => SendAsync(owners, number, random.Next(), random.Next())));
            await stop.CancelAsync();
            var seen = await Task.WhenAll(watching);

            Assert.Empty(answers.Where(answer => !Expected.Contains(answer.Status)).Select(answer => answer.Body));
            Assert.All(seen, looks => Assert.True(looks > 1, "Nobody watched the race."));
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{seen[0]} and {seen[1]} looks; {string.Join(", ", answers.CountBy(answer => (int)answer.Status).OrderBy(count => count.Key).Select(count => $"{count.Value} answers {count.Key}"))}");
            Assert.Contains(answers, answer => (int)answer.Status < 300);
            await AssertOwnedAsync(observer, owners);
        }
    }

    private Task<Answer> SendAsync(Session[] owners, int number, int first, int second)
    {
        var actor = owners[first % owners.Length].At(number % 2 == 0 ? service.Api : service.OtherApi);
        var target = owners[second % owners.Length].UserId;
        return (number % 10) switch
        {
            0 or 1 or 2 => actor.DeleteAsync($"/v1/users/{target}/roles/owner"),
            3 or 4 or 5 => actor.PatchAsync($"/v1/users/{target}", new { status = "disabled" }),
            6 => actor.PutAsync($"/v1/users/{target}/roles/owner"),
            7 => actor.PatchAsync($"/v1/users/{target}", new { status = "active" }),
            8 when number % 40 == 8 => actor.DeleteAsync($"/v1/me/memberships/{actor.OrgId}"),
            9 when number % 40 == 9 => actor.DeleteAsync($"/v1/users/{target}"),
            _ => actor.DeleteAsync($"/v1/users/{actor.UserId}/roles/owner"),
        };
    }

    private static async Task<int> WatchAsync(Session observer, CancellationToken stop)
    {
        for (var looks = 1; ; looks++)
        {
            var answer = await observer.GetAsync("/v1/users?role=owner&status=active");
            if (answer.Status != HttpStatusCode.ServiceUnavailable) Assert.NotEmpty(answer.Expect(HttpStatusCode.OK).Items);
            if (stop.IsCancellationRequested) return looks;
        }
    }

    private async Task<int> WatchGrainAsync(string organization, CancellationToken stop)
    {
        var members = service.Silo.Grains.GetGrain<IOrganizationMembers>(Guid.Parse(organization));
        for (var looks = 1; ; looks++)
        {
            Assert.NotEmpty((await members.ListMembersAsync(new(null, "owner", true), null, 1, CancellationToken.None)).Items);
            if (stop.IsCancellationRequested) return looks;
        }
    }

    // Listed is not enough: whoever is left must be able to act as an owner.
    private async Task AssertOwnedAsync(Session observer, Session[] owners)
    {
        var left = (await observer.GetAsync("/v1/users?role=owner&status=active")).Expect(HttpStatusCode.OK).Items
            .Select(item => (string)item["user_id"]!).ToArray();
        var owner = Assert.Single(owners, session => session.UserId == left[0]);
        var again = await service.Api.SignInAsync(owner.Name) with { UserId = owner.UserId };

        (await again.PutAsync($"/v1/users/{observer.UserId}/roles/owner")).Expect(HttpStatusCode.NoContent);
    }
}
