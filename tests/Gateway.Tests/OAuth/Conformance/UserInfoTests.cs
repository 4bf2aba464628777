using System.Net;
using AuthServe.Gateway.Tests.Access;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Conformance;

/// <summary>Basic OP: the three ways to bring a token to the userinfo endpoint (OpenID Connect Core 1.0, section 5.3.1).</summary>
public sealed class UserInfoTests(Suite suite) : IClassFixture<Suite>
{
    private string Token => suite.Plain.Tokens["access_token"];

    [Fact, Trait(Suite.Trait, "oidcc-userinfo-get")]
    public async Task By_GET_it_answers_JSON_about_the_subject_of_the_ID_token() => Expect(await suite.Api.GetAsync("/oauth2/userinfo", Token));

    [Fact, Trait(Suite.Trait, "oidcc-userinfo-post-header")]
    public async Task By_POST_with_the_token_in_the_header_it_answers_the_same()
    {
        using var nothing = new FormUrlEncodedContent([]);

        Expect(await suite.Api.PostAsync("/oauth2/userinfo", nothing, Token));
    }

    [Fact, Trait(Suite.Trait, "oidcc-userinfo-post-body")]
    public async Task By_POST_with_the_token_in_the_body_it_answers_the_same()
    {
        using var body = new FormUrlEncodedContent([KeyValuePair.Create("access_token", Token)]);

        Expect(await suite.Api.PostAsync("/oauth2/userinfo", body));
    }

    [Fact, Trait(Suite.Trait, "oidcc-userinfo-get")]
    public async Task Without_a_token_or_with_a_false_one_it_challenges()
    {
        foreach (var token in (string?[])[null, Token[..^6] + "AAAAAA", suite.Plain.Tokens["id_token"]])
        {
            var answer = await suite.Api.GetAsync("/oauth2/userinfo", token);

            Assert.InRange((int)answer.Status, 400, 401);
            Assert.StartsWith("Bearer", answer.Headers.ValueOf("WWW-Authenticate"), StringComparison.Ordinal);
        }
    }

    private void Expect(Answer answer)
    {
        answer.Expect(HttpStatusCode.OK);
        Assert.Equal("application/json", answer.ContentHeaders.ContentType?.MediaType);
        Assert.Equal(suite.Plain.Claim("sub"), answer["sub"]);
    }
}
