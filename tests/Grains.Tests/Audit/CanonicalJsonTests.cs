using System.Text;
using System.Text.Json;
using AuthServe.Grains.Audit;
using Xunit;

namespace AuthServe.Grains.Tests.Audit;

/// <summary>RFC 8785, as far as a log needs it.</summary>
public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b": 1, "a": [true, false, null] }""", """{"a":[true,false,null],"b":1}""")]
    [InlineData("""{"\u20ac":"Euro Sign","\r":"Carriage Return","\u000a":"Newline","1":"One","\u0080":"Control\u007f","\ud83d\ude02":"Smiley","\u00f6":"o","\ufb33":"Dalet"}""",
        "{\"\\n\":\"Newline\",\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\u007f\",\"ö\":\"o\",\"€\":\"Euro Sign\",\"😂\":\"Smiley\",\"\ufb33\":\"Dalet\"}")]
    [InlineData("\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"", "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"")]
    [InlineData("[0, -0, 12, -9007199254740991]", "[0,0,12,-9007199254740991]")]
    [InlineData("{}", "{}")]
    public void Writes_what_the_standard_says(string json, string canonical) =>
        Assert.Equal(canonical, new StringBuilder().AppendJson(json).ToString());

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("9007199254740992")]
    public void A_number_without_a_form_here_is_refused(string json) =>
        Assert.Throws<FormatException>(() => new StringBuilder().AppendJson(json));

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("{")]
    [InlineData("")]
    public void What_has_no_one_meaning_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => new StringBuilder().AppendJson(json));
}
