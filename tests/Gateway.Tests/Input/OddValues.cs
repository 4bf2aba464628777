using System.Text.Json;
using CsCheck;

namespace AuthServe.Gateway.Tests.Input;

/// <summary>Values that programs stumble over.</summary>
internal static class OddValues
{
    /// <summary>Texts: empty, long, invisible, of other systems' syntax, and random.</summary>
    public static readonly Gen<string> Text = Gen.Frequency(
        (5, Gen.OneOf(
            "", " ", "a", "A", "0", "-1", ".", "..", "../../etc/passwd", "a/b", "a\\b", "\0", "a\0b", "\r\nX: y", "\u001b[2J",
            "\u202e", "\ufeff", "\u200d", "\u00e9", "e\u0301", "\u0430", "\u0130", "\ufb03", "\ud83d\ude00", "\uffff", "\ue000",
            "' OR '1'='1", "\"; DROP TABLE x; --", "%", "_", "%00", "%s%n", "${jndi:ldap://127.0.0.1/a}", "{{7*7}}", "<script>", "$(id)",
            "null", "true", "NaN", "[]", "{}", "*", "owner", "user", "auth", "auth.user.read", "auth.user.all", "a.b.c", "a.b.c.d",
            "alice@example.com", "00000000-0000-0000-0000-000000000000", "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b", "9999-12-31T23:59:60Z")),
        (1, Gen.Int[1, 3_000].Select(length => new string('a', length))),
        (1, Gen.Int[1, 300].Select(length => string.Concat(Enumerable.Repeat("\ud83d\ude00", length)))),
        (3, Gen.Char['a', 'z'].Array[1, 8].Select(characters => new string(characters))),
        (1, Gen.Char.AlphaNumeric.Array[1, 70].Select(characters => new string(characters))),
        (1, Gen.Char.Array[0, 40].Select(characters => new string(characters))));

    /// <summary>JSON that is no text: every type, numbers of any size, deep nests, escapes that are no characters.</summary>
    private static readonly Gen<string> NoText = Gen.Frequency(
        (6, Gen.OneOf(
            "null", "true", "false", "0", "-0", "1", "-1", "0.1", "1e400", "-1e400", "1e-400", "2147483648", "9223372036854775808",
            "99999999999999999999999999999999", "[]", "{}", "[null]", "[[]]", "{\"\":null}", "{\"a\":1,\"a\":2}", "\"\\ud800\"",
            "\"\\udc00\\ud800\"", "\"\\u0000\"", "{\"\\ud800\":1}", "{\"$type\":\"System.Object\"}", "{\"$ref\":\"#\"}")),
        (1, Gen.Int[1, 2_000].Select(depth => new string('[', depth) + new string(']', depth))),
        (1, Gen.Int[1, 2_000].Select(depth => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth))),
        (1, Gen.Int[1, 2_000].Select(count => $"[{string.Join(',', Enumerable.Repeat("\"a\"", count))}]")));

    /// <summary>Any JSON.</summary>
    public static readonly Gen<string> Json = Gen.OneOf(NoText, Text.Select(Quote));

    /// <summary>What stands for a value in a path or a query: escaped as it should be, or not.</summary>
    public static readonly Gen<string> Escaped = Gen.Frequency(
        (6, Text.Select(Uri.EscapeDataString)),
        (4, Gen.OneOf(
            "%00", "a%00b", "%2f", "%2F..%2f", "%5c", "%2e%2e", "..", ".", "", "%", "%2", "%zz", "%ff", "%c0%af", "%ed%a0%80",
            "%f4%90%80%80", "%e2%80%8d", "%0d%0a", "%09", "%20", "+", ";", ";a=b", "a;b", "%23", "%3f", "%25", "%252f", "&", "=", "a=b", "'", "*", "~", "@",
            ":", ",", "$", "!")),
        (1, Gen.Int[1, 12_000].Select(length => new string('a', length))));

    /// <summary>Media types, and what is none.</summary>
    public static readonly Gen<string> ContentType = Gen.OneOf(
        "", " ", "text/plain", "application/xml", "application/jsonx", "application/json;", "application/json; charset=utf-16",
        "application/json; charset=utf-32", "application/json; charset=iso-8859-1", "application/json; charset=nonsense",
        "application/json; charset=", "application/problem+json", "application/x-www-form-urlencoded", "multipart/form-data",
        "multipart/form-data; boundary=", "*/*", "json", "/", ";");

    public static string Quote(string text) => JsonSerializer.Serialize(text);
}
