using AuthServe.GrainInterfaces.Clients;
using Xunit;

namespace AuthServe.Grains.Tests.Clients;

/// <summary>A redirect URI is read in one way by everybody, and leads nowhere but to the client.</summary>
public sealed class RedirectUriTests
{
    [Theory]
    [InlineData("https://app.example.com/callback")]
    [InlineData("https://app.example.com")]
    [InlineData("https://app.example.com:8443/a/b?c=d&e=%20")]
    [InlineData("https://intranet/callback")]
    [InlineData("https://[2001:db8::1]/callback")]
    [InlineData("http://localhost/callback")]
    [InlineData("http://localhost:3000/callback")]
    [InlineData("http://127.0.0.1:49152/")]
    [InlineData("http://[::1]:49152/callback")]
    [InlineData("https://app.example.com/..callback/a..b/...")]
    public void Web_and_loopback_addresses_are_allowed(string uri)
    {
        Assert.True(RedirectUri.IsAllowed(uri, isConfidential: true));
        Assert.True(RedirectUri.IsAllowed(uri, isConfidential: false));
    }

    [Theory]
    [InlineData("com.example.app:/callback")]
    [InlineData("com.example.app://callback")]
    [InlineData("com.example.my-app:/oauth2/callback?state=x")]
    public void A_scheme_of_its_own_is_only_for_public_clients(string uri)
    {
        Assert.True(RedirectUri.IsAllowed(uri, isConfidential: false));
        Assert.False(RedirectUri.IsAllowed(uri, isConfidential: true));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/callback")]
    [InlineData("//app.example.com/callback")]
    [InlineData("app.example.com/callback")]
    [InlineData("https:")]
    [InlineData("https://")]
    [InlineData("https:///callback")]
    [InlineData("https:/app.example.com")]
    [InlineData("https:app.example.com")]
    [InlineData("HTTPS://app.example.com/")]
    [InlineData("https://app.example.com/#")]
    [InlineData("https://app.example.com/#fragment")]
    [InlineData("https://*.example.com/")]
    [InlineData("https://app.example.com/*")]
    [InlineData("https://user@app.example.com/")]
    [InlineData("https://user:password@app.example.com/")]
    [InlineData("https://app.example.com%40evil.example/")]
    [InlineData("https://app.example.com\\@evil.example/")]
    [InlineData("https://app.example.com/\\evil")]
    [InlineData("https://app.example.com/a b")]
    [InlineData(" https://app.example.com/")]
    [InlineData("https://app.example.com/\n")]
    [InlineData("https://app.example.com/\t")]
    [InlineData("https://app.example.com/\0")]
    [InlineData("https://app.example.com/\u007f")]
    [InlineData("https://\u0430pp.example.com/")]
    [InlineData("https://app.example.com/\u00e9")]
    [InlineData("https://app.example.com/a/../b")]
    [InlineData("https://app.example.com/..")]
    [InlineData("https://app.example.com/./b")]
    [InlineData("https://app.example.com/%2e%2E/b")]
    [InlineData("https://app.example.com/.%2e/b")]
    [InlineData("https://app.example.com/%")]
    [InlineData("https://app.example.com/%2")]
    [InlineData("https://app.example.com/%zz")]
    [InlineData("https://app.example.com/\"<>")]
    [InlineData("https://app.example.com:/")]
    [InlineData("https://app.example.com:0/")]
    [InlineData("https://app.example.com:65536/")]
    [InlineData("https://app.example.com:80:80/")]
    [InlineData("https://app..example.com/")]
    [InlineData("https://-app.example.com/")]
    [InlineData("https://app.example.com./")]
    [InlineData("https://[::1/")]
    [InlineData("https://[::1%25eth0]/")]
    [InlineData("https://[127.0.0.1]/")]
    [InlineData("http://app.example.com/callback")]
    [InlineData("http://localhost.example.com/")]
    [InlineData("http://127.0.0.2/")]
    [InlineData("http://127.0.0.1.example.com/")]
    [InlineData("http://LOCALHOST/")]
    [InlineData("http://localhost@evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("javascript://app.example.com/%0aalert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("vbscript:x")]
    [InlineData("blob:https://app.example.com/x")]
    [InlineData("about:blank")]
    [InlineData("ws://localhost/")]
    [InlineData("ftp://app.example.com/")]
    [InlineData("myapp:/callback")]
    [InlineData("myapp://callback")]
    [InlineData("com.example.app:")]
    [InlineData("com.example.app:callback")]
    [InlineData("com.example.app:/a/../b")]
    [InlineData("com.example.app://user@host/")]
    [InlineData(".example.app:/callback")]
    [InlineData("urn:ietf:wg:oauth:2.0:oob")]
    public void Everything_else_is_refused(string? uri)
    {
        Assert.False(RedirectUri.IsAllowed(uri, isConfidential: true));
        Assert.False(RedirectUri.IsAllowed(uri, isConfidential: false));
    }

    [Fact]
    public void Two_thousand_characters_are_allowed_and_no_more()
    {
        var longest = "https://app.example.com/".PadRight(RedirectUri.MaxLength, 'a');

        Assert.True(RedirectUri.IsAllowed(longest, isConfidential: true));
        Assert.False(RedirectUri.IsAllowed(longest + "a", isConfidential: true));
    }
}
