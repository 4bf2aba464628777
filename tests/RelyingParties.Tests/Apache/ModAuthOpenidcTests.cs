using AuthServe.RelyingParties.Tests.Browsing;
using Xunit;

namespace AuthServe.RelyingParties.Tests.Apache;

/// <summary>mod_auth_openidc: what protects sites that know nothing of OpenID Connect.</summary>
public sealed class ModAuthOpenidcTests(Service service)
{
    [Fact]
    public async Task Tells_a_site_who_signed_in_and_asks_once_for_two_sites()
    {
        await using var apache = await ApacheServer.StartAsync(service, "first", "second");
        using var visitor = new Visitor(service.Owner);

        var first = await visitor.OpenAsync(apache[0].Application);
        var second = await visitor.OpenAsync(apache[1].Application);

        Assert.True(first.AskedForPassword);
        Assert.True(first.AskedForConsent);
        Assert.False(second.AskedForPassword);
        Assert.True(second.AskedForConsent);
        foreach (var (visit, site) in new[] { (first, apache[0]), (second, apache[1]) })
        {
            Assert.Equal(site.Application, visit.Address.AbsoluteUri);
            Assert.Contains("The application.", visit.Page, StringComparison.Ordinal);
            Assert.Equal(service.Owner.UserId, Header(visit, "X-User-Id"));
            Assert.Equal(service.Owner.Email, Header(visit, "X-User-Email"));
            Assert.Equal(service.Owner.OrgId, Header(visit, "X-User-Organization"));
            Assert.Equal("owner", Header(visit, "X-User-Roles"));
        }
    }

    [Fact]
    public async Task Signs_out_everywhere()
    {
        await using var apache = await ApacheServer.StartAsync(service, "only");
        using var visitor = new Visitor(service.Owner);
        await visitor.OpenAsync(apache[0].Application);
        Assert.Empty((await visitor.OpenAsync(apache[0].Application)).Filled);

        var left = await visitor.OpenAsync(apache[0].SignOut);
        var back = await visitor.OpenAsync(apache[0].Application);

        Assert.Equal(apache[0].Goodbye, left.Address.GetLeftPart(UriPartial.Path));
        Assert.Contains(left.Passed, address => address.AbsoluteUri.StartsWith(service.Issuer + "/oauth2/logout", StringComparison.Ordinal));
        Assert.True(back.AskedForPassword);
    }

    private static string Header(Visit visit, string name) => string.Join(',', visit.Headers!.GetValues(name));
}
