using System.Net;
using AuthServe.Support.Gateways;
using Xunit;

namespace AuthServe.Gateway.Tests.Pages;

/// <summary>Forms are taken from the browser they were shown to, by any gateway.</summary>
public sealed class AntiforgeryTests(PagesGateway pages, Service service) : IClassFixture<PagesGateway>
{
    private readonly Api _api = new(pages.Http);

    [Fact]
    public async Task A_form_is_taken_from_the_browser_it_was_shown_to()
    {
        var (cookie, token) = await ShowAsync(_api);

        Assert.Equal("posted alice", (await PostAsync(_api, cookie, token)).Expect(HttpStatusCode.OK).Body);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task A_form_that_lacks_the_cookie_or_the_token_is_refused_with_a_page(bool hasCookie, bool hasToken)
    {
        var (cookie, token) = await ShowAsync(_api);

        ExpectRefusal(await PostAsync(_api, hasCookie ? cookie : null, hasToken ? token : null));
    }

    [Fact]
    public async Task A_token_of_another_browser_is_refused()
    {
        var (_, foreign) = await ShowAsync(_api);
        var (cookie, _) = await ShowAsync(_api);

        ExpectRefusal(await PostAsync(_api, cookie, foreign));
    }

    [Theory]
    [InlineData("text/plain", "csrf=x")]
    [InlineData("application/json", "{}")]
    [InlineData("multipart/form-data", "csrf=x")]
    [InlineData("multipart/form-data; boundary=x", "--x")]
    public async Task What_is_no_form_is_refused_with_a_page(string contentType, string body)
    {
        var (cookie, _) = await ShowAsync(_api);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hosted/post") { Headers = { { "Cookie", cookie } } };
        request.Content = new StringContent(body);
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        ExpectRefusal(await _api.SendAsync(request));
    }

    [Fact]
    public async Task A_form_that_is_too_long_is_answered_as_too_long()
    {
        var (cookie, _) = await ShowAsync(_api);

        var answer = (await PostAsync(_api, cookie, new string('x', 70_000))).Expect(HttpStatusCode.RequestEntityTooLarge);

        Assert.Contains("<code>request.too_large</code>", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_shown_by_one_gateway_is_taken_by_another()
    {
        await using var other = await (await TestGateway.StartAsync([service.Silo.GatewayPort], map: PagesGateway.Map)).ReadyAsync();
        var (cookie, token) = await ShowAsync(_api);

        (await PostAsync(new(other.Http), cookie, token)).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("http://localhost:8000", "authserve-csrf", "path=/; samesite=strict; httponly")]
    [InlineData("https://auth.example", "__Host-authserve-csrf", "path=/; secure; samesite=strict; httponly")]
    public async Task The_cookie_is_for_this_host_and_its_own_pages_alone(string issuer, string name, string attributes)
    {
        KeyValuePair<string, string?>[] settings = [new("Gateway:Issuer", issuer)];
        await using var gateway = await (await TestGateway.StartAsync([service.Silo.GatewayPort], settings, map: PagesGateway.Map)).ReadyAsync();

        var answer = await new Api(gateway.Http).GetAsync("/hosted/sign-in");
        answer.Expect(HttpStatusCode.OK);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith(name + "=", cookie, StringComparison.Ordinal);
        Assert.Equal(attributes, cookie[(cookie.IndexOf(';', StringComparison.Ordinal) + 2)..]);
    }

    private static async Task<(string Cookie, string Token)> ShowAsync(Api api)
    {
        var answer = (await api.GetAsync("/hosted/sign-in")).Expect(HttpStatusCode.OK);
        return (answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0], Html.Value(answer.Body, "csrf"));
    }

    private static async Task<Answer> PostAsync(Api api, string? cookie, string? token)
    {
        var fields = new Dictionary<string, string> { ["login"] = "alice" };
        if (token is not null) fields["csrf"] = token;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hosted/post") { Content = new FormUrlEncodedContent(fields) };
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        return await api.SendAsync(request);
    }

    private static void ExpectRefusal(Answer answer)
    {
        answer.Expect(HttpStatusCode.BadRequest);
        Assert.Equal("text/html", answer.ContentHeaders.ContentType?.MediaType);
        Assert.Contains("<code>form.refused</code>", answer.Body, StringComparison.Ordinal);
    }
}
