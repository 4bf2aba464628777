using System.Net;
using Xunit;
using static AuthServe.Gateway.Tests.Access.Asking;

namespace AuthServe.Gateway.Tests.Access;

/// <summary>The caller's <c>X-Request-ID</c> comes back with every answer (AuthZEN, section 10.1.3).</summary>
public sealed class RequestIdTests(Service service, SharedOwner shared) : IClassFixture<SharedOwner>
{
    private const string Header = "X-Request-ID";

    public static TheoryData<string, string?, bool, HttpStatusCode> Requests => new()
    {
        { One, null, true, HttpStatusCode.OK },
        { Many, null, true, HttpStatusCode.OK },
        { Searching.Subjects, Searching.WhoMay("auth.user.read").ToJsonString(), true, HttpStatusCode.OK },
        { Searching.Resources, "{", true, HttpStatusCode.BadRequest },
        { Searching.Actions, null, false, HttpStatusCode.Unauthorized },
        { One, "{", true, HttpStatusCode.BadRequest },
        { Many, "", true, HttpStatusCode.BadRequest },
        { One, null, false, HttpStatusCode.Unauthorized },
        { Many, null, false, HttpStatusCode.Unauthorized },
        { "/access/v1/nothing", null, true, HttpStatusCode.NotFound },
        { One, new string(' ', 3 * 1024 * 1024), true, HttpStatusCode.RequestEntityTooLarge },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Comes_back_with_every_answer(string path, string? body, bool isSignedIn, HttpStatusCode expected)
    {
        var id = $"{Guid.NewGuid()}";

        var answer = await AskAsync(path, id, isSignedIn ? shared.Session.Token : null, body);

        answer.Expect(expected);
        Assert.Equal(id, answer.Headers.ValueOf(Header));
    }

    [Fact]
    public async Task Comes_back_with_a_refusal_to_answer()
    {
        var bob = await service.Api.AddUserAsync(shared.Session, "user");

        var answer = await AskAsync(One, "id 1", bob.Token);

        answer.ExpectError(HttpStatusCode.Forbidden);
        Assert.Equal("id 1", answer.Headers.ValueOf(Header));
    }

    [Theory]
    [InlineData("bfe9eb29-ab87-4ca3-be83-a1d5d8305716")]
    [InlineData("a")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("a, b; c=\"d\" \\ %0d%0aSet-Cookie:x=y")]
    public async Task Comes_back_as_it_came(string id) =>
        Assert.Equal(id, (await AskAsync(One, id, shared.Session.Token)).Expect(HttpStatusCode.OK).Headers.ValueOf(Header));

    [Theory]
    [InlineData("a\u0001b")]
    [InlineData("a\tb")]
    [InlineData("a\u001b[2Jb")]
    [InlineData("a\u007fb")]
    [InlineData("")]
    public async Task A_value_that_could_harm_who_reads_it_does_not_come_back(string id)
    {
        var answer = (await AskAsync(One, id, shared.Session.Token)).Expect(HttpStatusCode.OK);

        Assert.Null(answer.Headers.ValueOf(Header));
    }

    [Fact]
    public async Task A_value_too_long_does_not_come_back()
    {
        var answer = (await AskAsync(One, new string('a', 4_000), shared.Session.Token)).Expect(HttpStatusCode.OK);

        Assert.Null(answer.Headers.ValueOf(Header));
    }

    private async Task<Answer> AskAsync(string path, string id, string? token, string? body = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = Body(body ?? Question(shared.Session.UserId, "auth.user.read").ToJsonString());
        request.Headers.TryAddWithoutValidation(Header, id);
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        // The service refuses a long body by its length, without reading it.
        request.Headers.ExpectContinue = request.Content.Headers.ContentLength > 1024 * 1024;
        return await service.Api.SendAsync(request);
    }
}
