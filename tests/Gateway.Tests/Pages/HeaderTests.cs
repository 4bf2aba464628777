using System.Net;
using System.Text.RegularExpressions;
using AuthServe.Gateway.Pages;
using Xunit;

namespace AuthServe.Gateway.Tests.Pages;

/// <summary>What goes with a page, and what it loads.</summary>
public sealed class HeaderTests(PagesGateway pages) : IClassFixture<PagesGateway>
{
    private readonly Api _api = new(pages.Http);

    [Theory]
    [InlineData("sign-in", "")]
    [InlineData("consent", "form-action 'self' https://app.example:443; ")]
    [InlineData("device", "form-action 'self'; ")]
    [InlineData("signed-out", "form-action 'none'; ")]
    public async Task A_page_allows_its_stylesheet_and_its_forms_and_nothing_else(string name, string formAction)
    {
        var answer = (await _api.GetAsync("/hosted/" + name)).Expect(HttpStatusCode.OK);

        Assert.Equal("text/html; charset=utf-8", $"{answer.ContentHeaders.ContentType}");
        Assert.Equal(
            $"default-src 'none'; style-src 'self'; img-src 'self' data:; {formAction}frame-ancestors 'none'; base-uri 'none'",
            Header(answer, "Content-Security-Policy"));
        Assert.Equal("DENY", Header(answer, "X-Frame-Options"));
        Assert.Equal("no-referrer", Header(answer, "Referrer-Policy"));
        Assert.Equal("no-store", Header(answer, "Cache-Control"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Opener-Policy"));
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
    }

    [Theory]
    [InlineData("https://app.example/cb?a=b", "https://app.example:443")]
    [InlineData("http://127.0.0.1:5173/cb", "http://127.0.0.1:5173")]
    [InlineData("https://bücher.example/", "https://xn--bcher-kva.example:443")]
    [InlineData("http://[::1]:8080/cb", "http:")]
    [InlineData("com.example.app:/cb", "com.example.app:")]
    public void A_form_may_lead_to_the_client_it_is_for(string redirectUri, string target) =>
        Assert.Equal($"form-action 'self' {target}; ", FormTargets.Of(new(redirectUri)).Directive);

    [Fact]
    public async Task The_stylesheet_is_kept_for_good_at_a_path_of_its_content()
    {
        var page = await _api.GetAsync("/hosted/sign-in");
        var path = Html.Tags(page.Body).Single(tag => tag.Attributes.GetValueOrDefault("rel") == "stylesheet").Attributes["href"];

        var answer = (await _api.GetAsync(path)).Expect(HttpStatusCode.OK);

        Assert.Matches("^/assets/pages\\.[0-9a-f]{16}\\.css$", path);
        Assert.Equal("text/css; charset=utf-8", $"{answer.ContentHeaders.ContentType}");
        Assert.Equal("public, max-age=31536000, immutable", Header(answer, "Cache-Control"));
        Assert.DoesNotContain("url(", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", answer.Body, StringComparison.Ordinal);
    }

    // WCAG 2.2, success criteria 1.4.3 (text, 4.5) and 1.4.11 (edges of inputs, focus, 3).
    [Theory]
    [InlineData("text", "card", 4.5)]
    [InlineData("text", "back", 4.5)]
    [InlineData("text", "field", 4.5)]
    [InlineData("text", "over", 4.5)]
    [InlineData("soft", "card", 4.5)]
    [InlineData("accent", "card", 4.5)]
    [InlineData("accent-over", "card", 4.5)]
    [InlineData("on-accent", "accent", 4.5)]
    [InlineData("on-accent", "accent-over", 4.5)]
    [InlineData("wrong", "card", 4.5)]
    [InlineData("wrong", "wrong-back", 4.5)]
    [InlineData("field-edge", "card", 3)]
    [InlineData("field-edge", "field", 3)]
    [InlineData("focus", "card", 3)]
    public async Task Colours_stand_out_from_what_is_behind_them_in_light_and_dark(string colour, string behind, double ratio)
    {
        var css = (await _api.GetAsync(PageAssets.StylesheetPath)).Body;
        var schemes = css.Split("@media (prefers-color-scheme: dark)");

        Assert.All(schemes, scheme => Assert.True(Contrast(Luminance(scheme, colour), Luminance(scheme, behind)) >= ratio));
    }

    private static string Header(Answer answer, string name) => Assert.Single(answer.Headers.GetValues(name));

    private static double Contrast(double one, double other) => (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);

    private static double Luminance(string css, string colour)
    {
        var hex = Regex.Match(css, $"--{colour}: #([0-9a-f]{{6}});").Groups[1].Value;
        var linear = Convert.FromHexString(hex).Select(part => part / 255.0)
            .Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToList();
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }
}
