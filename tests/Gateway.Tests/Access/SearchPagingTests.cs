using System.Net;
using System.Text.Json.Nodes;
using Xunit;
using static AuthServe.Gateway.Tests.Access.Searching;

namespace AuthServe.Gateway.Tests.Access;

/// <summary>Pages of searches (AuthZEN, section 8.2).</summary>
public sealed class SearchPagingTests(Service service, SharedOwner shared) : IClassFixture<SharedOwner>
{
    private const string Me = "{me}";

    [Fact]
    public async Task A_page_has_no_more_than_was_asked_for_and_leads_to_the_rest()
    {
        var owner = await service.Api.SignUpAsync();
        var members = new List<string> { owner.UserId };
        for (var member = 0; member < 4; member++) members.Add((await service.Api.AddUserAsync(owner, "user", "admin")).UserId);

        foreach (var limit in (int?[])[null, 1, 2, 4, 5, 6, 1_000, 1_001, int.MaxValue])
            Assert.Equal(members.Order(StringComparer.Ordinal), await owner.FindAsync(Subjects, WhoMay("auth.user.read"), limit));
    }

    [Fact]
    public async Task A_page_of_nothing_says_whether_there_is_something()
    {
        var some = await AskAsync(Actions, WhatMay(Me, "auth.user"), """{"limit":0}""");
        var none = await AskAsync(Actions, WhatMay(Me, "billing.invoice"), """{"limit":0}""");

        Assert.Empty(some.Results(Actions));
        Assert.NotEmpty(some.NextToken());
        Assert.Empty(none.NextToken());
    }

    [Fact]
    public async Task A_token_goes_with_its_search_alone()
    {
        var stranger = await service.Api.SignUpAsync();
        var token = (await AskAsync(Actions, WhatMay(Me, "auth.user"), """{"limit":1}""")).NextToken();
        var page = $$"""{"token":"{{token}}"}""";

        (await AskAsync(Actions, WhatMay(Me, "auth.user"), page)).Expect(HttpStatusCode.OK);
        (await AskAsync(Actions, WhatMay(Me, "auth.user"), $$"""{"token":"{{token}}","limit":1,"properties":{} }""")).Expect(HttpStatusCode.OK);
        (await AskAsync(Actions, WhatMay(Me, "auth.user"), $$"""{"token":"{{token}}","limit":2}""")).ExpectError(HttpStatusCode.BadRequest);
        (await AskAsync(Actions, WhatMay(Me, "auth.role"), page)).ExpectError(HttpStatusCode.BadRequest);
        (await AskAsync(Actions, WhatMay(Me, "auth.user", "1"), page)).ExpectError(HttpStatusCode.BadRequest);
        (await AskAsync(Actions, WhatMay(stranger.UserId, "auth.user"), page)).ExpectError(HttpStatusCode.BadRequest);
        (await AskAsync(Resources, WhatFor(Me, "auth.user.read"), page)).ExpectError(HttpStatusCode.BadRequest);
        (await AskAsync(Subjects, WhoMay("auth.user.read"), page)).ExpectError(HttpStatusCode.BadRequest);
        var theirs = WhatMay(shared.Session.UserId, "auth.user");
        theirs["page"] = JsonNode.Parse(page);
        (await stranger.PostAsync(Actions, theirs)).ExpectError(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("[]")]
    [InlineData("""{"limit":-1}""")]
    [InlineData("""{"limit":1.5}""")]
    [InlineData("""{"limit":"1"}""")]
    [InlineData("""{"limit":1e400}""")]
    [InlineData("""{"limit":true}""")]
    [InlineData("""{"token":1}""")]
    [InlineData("""{"token":"!"}""")]
    [InlineData("""{"token":"YWJj"}""")]
    [InlineData("""{"token":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    public async Task A_page_that_does_not_exist_is_refused(string page)
    {
        foreach (var path in (string[])[Subjects, Resources, Actions])
            (await AskAsync(path, Example(path, Me), page)).ExpectError(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"token":null,"limit":null}""")]
    [InlineData("""{"token":""}""")]
    [InlineData("""{"x":1,"properties":{"sort":"id"}}""")]
    public async Task A_page_that_says_nothing_is_the_first(string page)
    {
        foreach (var path in (string[])[Subjects, Resources, Actions])
            Assert.NotEmpty((await AskAsync(path, Example(path, Me), page)).Results(path));
    }

    private Task<Answer> AskAsync(string path, JsonObject search, string page)
    {
        if ((string?)search["subject"]!["id"] == Me) search["subject"]!["id"] = shared.Session.UserId;
        search["page"] = JsonNode.Parse(page);
        return shared.Session.PostAsync(path, search);
    }
}
