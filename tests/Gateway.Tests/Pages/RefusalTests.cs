using System.Net;
using AuthServe.Support.Gateways;
using AuthServe.Support.Storage;
using Xunit;

namespace AuthServe.Gateway.Tests.Pages;

/// <summary>People are answered with pages, programs with problem details, whatever goes wrong.</summary>
public sealed class RefusalTests(PagesGateway pages) : IClassFixture<PagesGateway>
{
    private readonly Api _api = new(pages.Http);

    [Fact]
    public async Task A_page_that_says_what_is_wrong_keeps_its_status_and_its_text()
    {
        var answer = (await _api.GetAsync("/hosted/error")).Expect(HttpStatusCode.Forbidden);

        Assert.Equal("text/html", answer.ContentHeaders.ContentType?.MediaType);
        Assert.Contains("&lt;script&gt;", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_where_a_person_reads_is_answered_with_a_page()
    {
        var answer = (await _api.GetAsync("/hosted/no-silo")).Expect(HttpStatusCode.ServiceUnavailable);

        Assert.Equal("text/html", answer.ContentHeaders.ContentType?.MediaType);
        Assert.Contains("<code>service.unavailable</code>", answer.Body, StringComparison.Ordinal);
        Assert.Equal("1", Assert.Single(answer.Headers.GetValues("Retry-After")));
        Assert.Contains("style-src 'self'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_where_a_person_reads_is_a_page_with_the_status_and_headers_of_the_problem()
    {
        var answer = (await _api.GetAsync("/hosted/refused")).Expect(HttpStatusCode.TooManyRequests);

        Assert.Contains("<h1>Too many failed attempts</h1>", answer.Body, StringComparison.Ordinal);
        Assert.Equal("7", Assert.Single(answer.Headers.GetValues("Retry-After")));
    }

    [Fact]
    public async Task What_fails_where_a_program_reads_is_answered_with_problem_details() =>
        (await _api.GetAsync("/hosted/no-silo-for-programs")).ExpectProblem(HttpStatusCode.ServiceUnavailable, "service.unavailable");

    [Fact]
    public async Task A_gateway_that_has_no_keys_yet_shows_no_form_and_takes_none()
    {
        await using var gateway = await TestGateway.StartAsync([FreePort.Next()], map: PagesGateway.Map);
        var api = new Api(gateway.Http);
        using var form = new FormUrlEncodedContent([new("csrf", "x")]);

        (await api.GetAsync("/hosted/signed-out")).Expect(HttpStatusCode.OK);
        (await api.GetAsync("/hosted/sign-in")).Expect(HttpStatusCode.ServiceUnavailable);
        (await api.PostAsync("/hosted/post", form)).Expect(HttpStatusCode.ServiceUnavailable);
    }
}
