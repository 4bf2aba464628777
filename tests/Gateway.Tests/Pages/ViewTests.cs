using System.Text.RegularExpressions;
using Xunit;

namespace AuthServe.Gateway.Tests.Pages;

/// <summary>What holds for every page, whatever names it shows.</summary>
public sealed partial class ViewTests(PagesGateway pages) : IClassFixture<PagesGateway>
{
    private static readonly string[] Elements =
    [
        "html", "head", "meta", "title", "link", "body", "main", "svg", "path", "h1", "h2", "p", "strong", "form", "div", "label", "input",
        "button", "a", "ul", "li", "span", "code", "dl", "dt", "dd",
    ];

    public static TheoryData<string> All => [.. Shown.All.Keys];

    public static TheoryData<string> Forms => [.. Shown.Forms.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Nothing_in_a_page_is_script_or_style_however_things_are_called(string name)
    {
        var html = await ShowAsync(name);
        var tags = Html.Tags(html);

        Assert.Empty(tags.Select(tag => tag.Name).Except(Elements));
        Assert.Equal(tags.Count, StartOfTag().Count(html));
        Assert.All(tags.SelectMany(tag => tag.Attributes.Keys), attribute => Assert.False(
            attribute is "style" || attribute.StartsWith("on", StringComparison.Ordinal), attribute));
        Assert.All(
            tags.SelectMany(tag => tag.Attributes).Where(attribute => attribute.Key is "href" or "src" or "action"),
            attribute => Assert.True(attribute.Value.StartsWith('/') || attribute.Value.StartsWith("data:image/", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_page_says_its_language_its_title_and_once_what_is_its_main_part(string name)
    {
        var html = await ShowAsync(name);
        var tags = Html.Tags(html);

        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        Assert.Equal("en", Assert.Single(tags, tag => tag.Name == "html").Attributes["lang"]);
        Assert.Single(tags, tag => tag.Name == "main");
        Assert.Single(tags, tag => tag.Name == "h1");
        Assert.Single(tags, tag => tag.Name == "title");
        Assert.Matches("<title>[^<]+ · AuthServe</title>", html.Replace("&#xB7;", "·", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Every_input_has_a_label_a_purpose_and_the_errors_that_are_about_it(string name)
    {
        var tags = Html.Tags(await ShowAsync(name));
        var ids = tags.Where(tag => tag.Attributes.ContainsKey("id")).Select(tag => tag.Attributes["id"]).ToList();
        var labelled = tags.Where(tag => tag.Name == "label").Select(tag => tag.Attributes["for"]).ToList();
        var inputs = tags.Where(tag => tag.Name == "input" && tag.Attributes["type"] != "hidden").Select(tag => tag.Attributes).ToList();
        var described = inputs.SelectMany(input => input.GetValueOrDefault("aria-describedby", "").Split(' ')).Where(id => id.Length > 0).ToList();
        var alerts = tags.Where(tag => tag.Attributes.GetValueOrDefault("role") == "alert").Select(tag => tag.Attributes["id"]).ToList();

        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(labelled, inputs.Select(input => input["id"]));
        Assert.All(inputs, input => Assert.NotEmpty(input["autocomplete"]));
        Assert.Empty(described.Except(ids));
        Assert.Empty(alerts.Except(described).Except(inputs.Count > 2 ? ["form-error"] : []));
        Assert.True(inputs.Count == 0 || inputs.Count(input => input.ContainsKey("autofocus")) == 1);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Every_form_is_posted_with_a_token_and_by_a_button(string name)
    {
        var html = await ShowAsync(name);
        var tags = Html.Tags(html);
        var form = Assert.Single(tags, tag => tag.Name == "form").Attributes;

        Assert.Equal(("post", "/hosted/post"), (form["method"], form["action"]));
        Assert.NotEmpty(Html.Value(html, "csrf"));
        Assert.All(tags.Where(tag => tag.Name == "button"), button => Assert.Equal("submit", button.Attributes["type"]));
    }

    [Theory]
    [InlineData("sign-in", "csrf return_url login password")]
    [InlineData("sign-up", "csrf return_url username email password organization_name")]
    [InlineData("organization", "csrf return_url organization")]
    [InlineData("consent", "csrf return_url decision=deny decision=allow")]
    [InlineData("device", "csrf user_code")]
    [InlineData("device-confirm", "csrf user_code decision=deny decision=allow")]
    [InlineData("sign-out", "csrf " + Shown.Hostile + " confirm=yes")]
    public async Task A_form_posts_what_its_view_says(string name, string fields)
    {
        var posted = Html.Tags(await ShowAsync(name))
            .Where(tag => tag.Name is "input" or "button" && tag.Attributes.ContainsKey("name"))
            .Select(tag => tag.Attributes["name"] is "decision" or "confirm"
                ? $"{tag.Attributes["name"]}={tag.Attributes["value"]}"
                : tag.Attributes["name"]);

        Assert.Equal(fields, string.Join(' ', posted));
    }

    [Fact]
    public async Task What_was_entered_and_what_the_flow_needs_come_back_as_they_were()
    {
        var html = await ShowAsync("sign-in");

        Assert.Equal(Shown.Hostile, Html.Value(html, "login"));
        Assert.Equal("/oauth2/authorize?client_id=a&state=\"><script>", Html.Value(html, "return_url"));
        Assert.DoesNotContain(Html.Tags(html), tag => tag.Attributes.GetValueOrDefault("type") == "password" && tag.Attributes.ContainsKey("value"));
    }

    private async Task<string> ShowAsync(string name) => (await new Api(pages.Http).GetAsync("/hosted/" + name)).Body;

    [GeneratedRegex("<[a-zA-Z]")]
    private static partial Regex StartOfTag();
}
