using System.Text.Json;
using AuthServe.RelyingParties.Tests.Browsing;
using Xunit;

namespace AuthServe.RelyingParties.Tests.AspNetCore;

/// <summary>ASP.NET Core's own client and its own check of access tokens.</summary>
public sealed class AspNetCoreTests(Service service)
{
    [Fact]
    public async Task An_application_signs_in_and_calls_an_api()
    {
        await using var app = await WebApp.StartAsync(service);
        await using var api = await ApiApp.StartAsync(service.Issuer);
        using var visitor = new Visitor(service.Owner);

        var visit = await visitor.OpenAsync(app.Address);
        var shown = JsonSerializer.Deserialize<WebApp.Shown>(visit.Page, JsonSerializerOptions.Web)!;

        Assert.True(visit.AskedForPassword);
        Assert.Equal(app.Address, visit.Address.AbsoluteUri);
        Assert.Equal(service.Owner.UserId, shown.Sub);
        Assert.Equal(service.Owner.Email, shown.Email);
        Assert.Equal(service.Owner.OrgId, shown.OrgId);
        Assert.Equal("owner", shown.Role);
        Assert.NotNull(shown.RefreshToken);
        Assert.Equal((200, service.Owner.UserId), await api.CallAsync(shown.AccessToken));
        Assert.Equal(401, (await api.CallAsync(shown.IdToken)).Status);
        Assert.Equal(401, (await api.CallAsync(null)).Status);
    }

    [Fact]
    public async Task An_application_signs_out()
    {
        await using var app = await WebApp.StartAsync(service);
        using var visitor = new Visitor(service.Owner);
        await visitor.OpenAsync(app.Address);
        Assert.Empty((await visitor.OpenAsync(app.Address)).Filled);

        var left = await visitor.OpenAsync(app.SignOut);
        var back = await visitor.OpenAsync(app.Address);

        Assert.Equal(app.Goodbye, left.Address.AbsoluteUri);
        Assert.Contains(left.Passed, address => address.AbsoluteUri.StartsWith(service.Issuer + "/oauth2/logout", StringComparison.Ordinal));
        Assert.True(back.AskedForPassword);
    }
}
