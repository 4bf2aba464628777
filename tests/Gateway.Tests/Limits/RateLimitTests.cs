using System.Net;
using AuthServe.Gateway.Tests.Access;
using AuthServe.Gateway.Tests.Conditions;
using AuthServe.Support.Gateways;
using Microsoft.Extensions.Options;
using Xunit;
using static AuthServe.Gateway.Tests.Access.Asking;

namespace AuthServe.Gateway.Tests.Limits;

/// <summary>Whoever calls too often is told to wait, and nobody else is.</summary>
public sealed class RateLimitTests(Service service)
{
    private const string Forwarded = "X-Forwarded-For";

    private static readonly object NoBody = new { };

    [Fact]
    public async Task As_shipped_an_address_may_send_a_hundred_sign_ins_a_minute_and_a_user_many_calls()
    {
        await using var gateway = await StartAsync();
        var api = new Api(gateway.Http);
        var owner = await api.SignUpAsync();

        var (sent, answer) = await UntilRefusedAsync(() => api.PostAsync("/v1/login", NoBody), atMost: 1_000);

        Assert.True(sent > 90, $"Refused after {sent}.");
        answer.ExpectProblem(HttpStatusCode.TooManyRequests, "rate_limit.exceeded");
        Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        for (var call = 0; call < 200; call++)
        {
            (await owner.GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
            Assert.True((await owner.PostAsync(One, Question(owner.UserId, "auth.user.read"))).Decision());
        }
    }

    [Theory]
    [InlineData("/v1/signup")]
    [InlineData("/v1/login")]
    [InlineData("/v1/invitations/accept")]
    [InlineData("/v1/password-resets")]
    [InlineData("/v1/password-resets/confirm")]
    [InlineData("/v1/email-verifications")]
    [InlineData("/sign-in")]
    [InlineData("/sign-up")]
    [InlineData("/device")]
    [InlineData("/accept-invitation")]
    [InlineData("/forgot-password")]
    [InlineData("/reset-password")]
    [InlineData("/verify-email")]
    public async Task What_anybody_may_send_is_counted_together_by_address(string path)
    {
        await using var gateway = await StartAsync(("SignInPerMinute", "2"));
        var api = new Api(gateway.Http);
        await api.PostAsync("/v1/login", NoBody);
        await api.PostAsync(path, path.StartsWith("/v1", StringComparison.Ordinal) ? NoBody : Form());

        var answer = await api.PostAsync(path, path.StartsWith("/v1", StringComparison.Ordinal) ? NoBody : Form());

        answer.Expect(HttpStatusCode.TooManyRequests);
        Assert.NotNull(answer.Headers.RetryAfter);
        if (path.StartsWith("/v1", StringComparison.Ordinal)) answer.ExpectProblem(HttpStatusCode.TooManyRequests, "rate_limit.exceeded");
        else Assert.Equal("text/html", answer.ContentHeaders.ContentType?.MediaType);
        (await api.GetAsync("/sign-in")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/oauth2/token")]
    [InlineData("/oauth2/device")]
    [InlineData("/oauth2/par")]
    [InlineData("/oauth2/revoke")]
    public async Task Clients_are_answered_in_the_form_of_OAuth(string path)
    {
        await using var gateway = await StartAsync(("TokensPerMinute", "1"));
        var api = new Api(gateway.Http);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await api.PostAsync(path, Form())).Status);

        var answer = (await api.PostAsync(path, Form())).Expect(HttpStatusCode.TooManyRequests);

        Assert.Equal("temporarily_unavailable", answer["error"]);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task The_API_is_counted_by_user_at_each_gateway_for_itself()
    {
        await using var gateway = await StartAsync(("ApiPerMinute", "2"));
        await using var other = await StartAsync(("ApiPerMinute", "2"));
        var owner = (await service.Api.SignUpAsync()).At(new Api(gateway.Http));
        var second = (await service.Api.SignUpAsync()).At(new Api(gateway.Http));
        for (var call = 0; call < 2; call++) (await owner.GetAsync("/v1/me")).Expect(HttpStatusCode.OK);

        (await owner.GetAsync("/v1/roles")).ExpectProblem(HttpStatusCode.TooManyRequests, "rate_limit.exceeded");

        (await second.GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        (await owner.At(new Api(other.Http)).GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        Assert.True((await owner.PostAsync(One, Question(owner.UserId, "auth.user.read"))).Decision());
        (await gateway.Http.GetAsync(new Uri("/health/live", UriKind.Relative))).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Without_a_good_token_the_API_is_counted_by_address()
    {
        await using var gateway = await StartAsync(("ApiPerMinute", "2"));
        var api = new Api(gateway.Http);
        await api.GetAsync("/v1/me");
        await api.GetAsync("/v1/me", "guess");

        (await api.GetAsync("/v1/me", "another guess")).ExpectProblem(HttpStatusCode.TooManyRequests, "rate_limit.exceeded");
    }

    [Fact]
    public async Task Checks_are_limited_where_it_is_set_and_say_so_in_the_form_of_AuthZEN()
    {
        await using var gateway = await StartAsync(("ChecksPerMinute", "1"));
        var owner = (await service.Api.SignUpAsync()).At(new Api(gateway.Http));
        Assert.True((await owner.PostAsync(One, Question(owner.UserId, "auth.user.read"))).Decision());

        (await owner.PostAsync(Many, Question(owner.UserId, "auth.user.read"))).ExpectError(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Zero_is_no_limit_and_all_can_be_turned_off()
    {
        await using var zero = await StartAsync(("SignInPerMinute", "0"));
        await using var off = await StartAsync(("SignInPerMinute", "1"), ("Enabled", "false"));
        foreach (var gateway in new[] { zero, off })
        {
            for (var call = 0; call < 150; call++)
                (await new Api(gateway.Http).PostAsync("/v1/login", NoBody)).Expect(HttpStatusCode.BadRequest);
        }
    }

    [Theory]
    [InlineData("1.2.3.4")]
    [InlineData("1.2.3.4, 127.0.0.1")]
    public async Task A_header_that_anybody_can_write_evades_nothing(string prefix)
    {
        await using var gateway = await StartAsync(("SignInPerMinute", "2"));
        for (var call = 0; call < 2; call++) await LoginAsync(gateway, $"{call}.{prefix[2..]}");

        (await LoginAsync(gateway, $"9.{prefix[2..]}")).ExpectProblem(HttpStatusCode.TooManyRequests, "rate_limit.exceeded");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0/8")]
    public async Task Behind_a_trusted_proxy_the_right_most_address_that_is_no_proxys_counts(string trusted)
    {
        await using var gateway = await StartAsync(("SignInPerMinute", "2"), ("~Gateway:TrustedProxies:0", trusted), ("~Gateway:TrustedProxies:1", "10.0.0.0/8"));
        await LoginAsync(gateway, "1.2.3.4");
        await LoginAsync(gateway, "6.6.6.6, 1.2.3.4, 10.9.9.9");

        foreach (var evasion in new[] { "1.2.3.4", "7.7.7.7, 1.2.3.4", "10.1.1.1, 1.2.3.4", "odd, 1.2.3.4:4711", "8.8.8.8, 1.2.3.4, 10.0.0.1", "::ffff:1.2.3.4" })
            (await LoginAsync(gateway, evasion)).ExpectProblem(HttpStatusCode.TooManyRequests, "rate_limit.exceeded");
        foreach (var other in new[] { "1.2.3.5", "1.2.3.4, 9.9.9.9", "2001:db8::1" })
            (await LoginAsync(gateway, other)).ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
    }

    [Fact]
    public async Task An_address_of_IPv6_stands_for_its_network()
    {
        await using var gateway = await StartAsync(("SignInPerMinute", "2"), ("~Gateway:TrustedProxies:0", "127.0.0.1"));
        await LoginAsync(gateway, "2001:db8:0:1::1");
        await LoginAsync(gateway, "2001:db8:0:1:ffff::2");

        (await LoginAsync(gateway, "2001:db8:0:1::3")).ExpectProblem(HttpStatusCode.TooManyRequests, "rate_limit.exceeded");
        (await LoginAsync(gateway, "2001:db8:0:2::1")).ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
    }

    [Theory]
    [InlineData("RateLimits:SignInPerMinute", "-1")]
    [InlineData("RateLimits:TokensPerMinute", "1000001")]
    [InlineData("RateLimits:ApiPerMinute", "-1")]
    [InlineData("RateLimits:ChecksPerMinute", "-1")]
    [InlineData("Gateway:TrustedProxies:0", "proxy.example", "Gateway:TrustedProxies")]
    [InlineData("Gateway:TrustedProxies:0", "1", "Gateway:TrustedProxies")]
    [InlineData("Gateway:TrustedProxies:0", "10.0.0.1/8", "Gateway:TrustedProxies")]
    [InlineData("Gateway:TrustedProxies:0", "10.0.0.0/33", "Gateway:TrustedProxies")]
    public async Task A_setting_that_cannot_be_used_is_named(string setting, string value, string? named = null)
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(("~" + setting, value)));

        Assert.Contains("AuthServe:" + (named ?? setting), refusal.Message, StringComparison.Ordinal);
    }

    private async Task<TestGateway> StartAsync(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal) { ["RateLimits:Enabled"] = "true" };
        foreach (var (name, value) in settings) all[name.StartsWith('~') ? name[1..] : "RateLimits:" + name] = value;
        return await (await TestGateway.StartAsync([service.Silo.GatewayPort], all)).ReadyAsync();
    }

    private static Task<Answer> LoginAsync(TestGateway gateway, string forwarded) =>
        new Session(new Api(gateway.Http), "", "", "", "").SendAsync(HttpMethod.Post, "/v1/login", NoBody, (Forwarded, forwarded));

    private static FormUrlEncodedContent Form() => new(new Dictionary<string, string> { ["odd"] = "1" });

    private static async Task<(int Sent, Answer Answer)> UntilRefusedAsync(Func<Task<Answer>> send, int atMost)
    {
        for (var sent = 0; ; sent++)
        {
            var answer = await send();
            if (answer.Status == HttpStatusCode.TooManyRequests) return (sent, answer);
            Assert.True(sent < atMost, "Nothing was refused.");
        }
    }
}
