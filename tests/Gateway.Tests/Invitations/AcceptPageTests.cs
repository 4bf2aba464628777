using System.Net;
using AuthServe.Gateway.Tests.OAuth;
using Xunit;

namespace AuthServe.Gateway.Tests.Invitations;

/// <summary>The hosted page that the link of an invitation opens.</summary>
public sealed class AcceptPageTests(Service service)
{
    private readonly string _name = Api.NewName();

    private string Email => $"{_name}@example.com";

    [Fact]
    public async Task Somebody_new_makes_an_account_there_and_is_signed_in()
    {
        var owner = await service.Api.SignUpAsync();
        var link = await InviteAsync(owner);
        var browser = new Browser(service.Api.Http);

        var form = await browser.OpenAsync(link);
        Assert.Contains(Email, form.Html, StringComparison.Ordinal);
        Assert.Equal("no-referrer", Assert.Single(form.Headers.GetValues("Referrer-Policy")));
        var weak = await browser.SubmitAsync(form, ("username", _name), ("password", "password"));
        Assert.Equal(HttpStatusCode.BadRequest, weak.Status);
        var joined = await browser.SubmitAsync(weak, ("username", _name), ("password", Api.Password), ("display_name", "Ann"));

        Assert.Equal(HttpStatusCode.OK, joined.Status);
        Assert.Contains(browser.Cookies.Keys, name => name.Contains("session", StringComparison.OrdinalIgnoreCase));
        var me = (await (await service.Api.SignInAsync(_name)).GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        Assert.Equal(("Ann", Email, owner.OrgId), (me["display_name"], me["primary_email"], me["org_id"]));
        Assert.Equal(HttpStatusCode.Conflict, (await browser.OpenAsync(link)).Status);
    }

    [Fact]
    public async Task Somebody_who_has_an_account_signs_in_on_the_way_and_joins()
    {
        var (owner, user) = (await service.Api.SignUpAsync(), await service.Api.SignUpAsync(_name));
        var link = await InviteAsync(owner);
        var browser = new Browser(service.Api.Http);

        var signIn = await browser.OpenAsync((await browser.OpenAsync(link)).Link("Sign in"));
        var join = await browser.SubmitAsync(signIn, ("login", _name), ("password", Api.Password));
        Assert.Contains("Join as " + _name, join.Html, StringComparison.Ordinal);
        Assert.Empty(await MembersOfAsync(owner, user));
        var joined = await browser.SubmitAsync(join);

        Assert.Equal(HttpStatusCode.OK, joined.Status);
        Assert.Single(await MembersOfAsync(owner, user));
    }

    [Fact]
    public async Task Whoever_is_signed_in_may_join_with_a_new_account()
    {
        var owner = await service.Api.SignUpAsync();
        var other = await service.Api.SignUpAsync();
        var link = await InviteAsync(owner);
        var browser = new Browser(service.Api.Http);
        await browser.SubmitAsync(await browser.OpenAsync("/sign-in?return_url=%2Fdevice"), ("login", other.Name), ("password", Api.Password));

        var signIn = await browser.OpenAsync((await browser.OpenAsync(link)).Link("Use another account"));
        var form = await browser.OpenAsync(signIn.Link("Create an account"));
        var joined = await browser.SubmitAsync(form, ("username", _name), ("password", Api.Password));

        Assert.Equal(HttpStatusCode.OK, joined.Status);
        Assert.Empty(await MembersOfAsync(owner, other));
        (await service.Api.PostAsync("/v1/login", new { username = _name, password = Api.Password })).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_address_that_has_an_account_is_told_to_sign_in()
    {
        var owner = await service.Api.SignUpAsync();
        await service.Api.SignUpAsync(_name);
        var browser = new Browser(service.Api.Http);

        var taken = await browser.SubmitAsync(
            await browser.OpenAsync(await InviteAsync(owner)), ("username", Api.NewName()), ("password", Api.Password));

        Assert.Equal(HttpStatusCode.Conflict, taken.Status);
        Assert.Contains("/sign-in?return_url=%2Faccept-invitation", taken.Link("Sign in"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_another_site_lets_nobody_join()
    {
        var (owner, user) = (await service.Api.SignUpAsync(), await service.Api.SignUpAsync(_name));
        var token = await service.InviteAsync(owner, $"{Api.NewName()}@example.com");
        var browser = new Browser(service.Api.Http);
        await browser.SubmitAsync(await browser.OpenAsync("/sign-in?return_url=%2Fdevice"), ("login", _name), ("password", Api.Password));

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/accept-invitation", ("token", token))).Status);

        Assert.Empty(await MembersOfAsync(owner, user));
    }

    [Theory, InlineData(""), InlineData("?token=nothing"), InlineData("?token=AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_is_no_link_is_refused(string query)
    {
        var refused = await new Browser(service.Api.Http).OpenAsync("/accept-invitation" + query);

        Assert.Equal(HttpStatusCode.NotFound, refused.Status);
        Assert.Contains("You cannot join with this link", refused.Html, StringComparison.Ordinal);
    }

    private async Task<string> InviteAsync(Session owner) => "/accept-invitation?token=" + await service.InviteAsync(owner, Email);

    private static async Task<IEnumerable<string>> MembersOfAsync(Session owner, Session user) =>
        (await owner.GetAsync("/v1/users")).Items.Select(item => item["user_id"]!.GetValue<string>()).Where(id => id == user.UserId);
}
