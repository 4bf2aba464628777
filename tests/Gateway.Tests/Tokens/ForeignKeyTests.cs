using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Xunit;

namespace AuthServe.Gateway.Tests.Tokens;

/// <summary>A token says which key verifies it; only keys of the ring are ever taken (RFC 8725, section 3.10).</summary>
public sealed class ForeignKeyTests(Forger forger) : IClassFixture<Forger>
{
    // Each as JSON; null for none.
    private static readonly string?[] ForeignIds =
    [
        null, "\"\"", "\" \"", "\"mine\"", "\"../../../../../../dev/null\"", "\"/proc/self/environ\"", "\"..%2f..%2fkeys\"",
        "\"' OR '1'='1\"", "\"x'; DROP TABLE orleansstorage; --\"", "\"x' UNION SELECT 'AAAA' --\"", "\"$(id)\"", "\"|id\"",
        "\"http://127.0.0.1/key\"", "\"\\u0000\"", "\"\\ud800\"", "0", "-1", "true", "{}", "[]",
    ];

    public static TheoryData<string?> KeyIds => new(ForeignIds);

    [Theory]
    [MemberData(nameof(KeyIds))]
    public async Task A_kid_that_the_ring_does_not_have_is_refused_whoever_signed(string? keyId)
    {
        var unnamed = forger.Genuine.WithHeader("kid", null);
        var header = unnamed.Header.ToJsonString();
        if (keyId is not null) header = header[..^1] + $",\"kid\":{keyId}}}";
        var content = Jwt.Join(header, unnamed.Claims.ToJsonString());

        (await forger.TryAsync(Jwt.Sign(content, forger.OwnKey))).ExpectInvalidToken();
        (await forger.TryAsync(Jwt.Sign(content, forger.ServiceKey))).ExpectInvalidToken();
    }

    [Fact]
    public async Task A_kid_is_compared_exactly()
    {
        foreach (var keyId in new[] { forger.KeyId.ToUpperInvariant() + "A", forger.KeyId + " ", " " + forger.KeyId, forger.KeyId + "\0" })
            (await forger.TryAsync(forger.Genuine.WithHeader("kid", keyId).SignedBy(forger.ServiceKey))).ExpectInvalidToken();

        var huge = forger.Genuine.WithHeader("kid", forger.KeyId + new string('x', 10_000));
        (await forger.TryAsync(huge.SignedBy(forger.ServiceKey))).ExpectInvalidToken();
    }

    [Theory]
    [InlineData("jku", false)]
    [InlineData("jku", true)]
    [InlineData("x5u", false)]
    [InlineData("x5u", true)]
    public async Task A_place_where_a_key_could_be_fetched_is_never_asked(string parameter, bool hasOwnKeyId)
    {
        using var place = new TcpListener(IPAddress.Loopback, 0);
        place.Start();
        var forged = forger.Genuine.WithHeader(parameter, $"http://{place.LocalEndpoint}/keys");
        if (hasOwnKeyId) forged = forged.WithHeader("kid", "mine");

        (await forger.TryAsync(forged.SignedBy(forger.OwnKey))).ExpectInvalidToken();

        Assert.False(place.Pending());
    }

    [Fact]
    public async Task What_a_header_says_of_keys_is_ignored_when_the_ring_has_the_key()
    {
        var token = forger.Genuine
            .WithHeader("jku", "http://127.0.0.1:1/keys")
            .WithHeader("jwk", Jwt.JwkOf(forger.OwnKey, forger.KeyId))
            .WithHeader("x5c", new JsonArray("AAAA"));

        (await forger.TryAsync(token.SignedBy(forger.ServiceKey))).Expect(HttpStatusCode.OK);
        (await forger.TryAsync(token.SignedBy(forger.OwnKey))).ExpectInvalidToken();
    }
}
