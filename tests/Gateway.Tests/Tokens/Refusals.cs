using System.Net;
using Xunit;

namespace AuthServe.Gateway.Tests.Tokens;

/// <summary>How tokens are refused (RFC 6750, section 3).</summary>
public static class Refusals
{
    /// <summary>Expects that the token was not taken for one of this service.</summary>
    public static void ExpectInvalidToken(this Answer answer, string code = "token.invalid")
    {
        answer.ExpectProblem(HttpStatusCode.Unauthorized, code);
        var challenge = Assert.Single(answer.Headers.WwwAuthenticate);
        Assert.Equal(("Bearer", "error=\"invalid_token\""), (challenge.Scheme, challenge.Parameter));
    }

    /// <summary>Expects that no token was seen.</summary>
    public static void ExpectMissingToken(this Answer answer)
    {
        answer.ExpectProblem(HttpStatusCode.Unauthorized, "token.missing");
        var challenge = Assert.Single(answer.Headers.WwwAuthenticate);
        Assert.Equal(("Bearer", null), (challenge.Scheme, challenge.Parameter));
    }
}
