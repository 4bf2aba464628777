using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AuthServe.Gateway.Tests.Access;
using Xunit;

namespace AuthServe.Gateway.Tests.Tokens;

/// <summary>What a sign-in answers: an access token (RFC 9068) that the published keys verify.</summary>
public sealed class AccessTokenTests(Service service, SharedOwner shared) : IClassFixture<SharedOwner>
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task Says_what_RFC_9068_asks_for()
    {
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var answer = (await LoginAsync(shared.Session.Name)).Expect(HttpStatusCode.OK);
        var token = Jwt.Read(answer["access_token"]);

        Assert.Equal(("at+jwt", "ES256"), ((string?)token.Header["typ"], (string?)token.Header["alg"]));
        Assert.Equal(["alg", "kid", "typ"], token.Header.Select(member => member.Key).Order());
        Assert.Equal((shared.Session.UserId, shared.Session.OrgId), ((string?)token.Claims["sub"], (string?)token.Claims["org_id"]));
        Assert.Equal("http://localhost:8000", (string?)token.Claims["iss"]);
        Assert.Equal((string?)token.Claims["iss"], (string?)token.Claims["aud"]);
        Assert.Equal(answer["scope"], (string?)token.Claims["scope"]);
        Assert.NotEmpty((string?)token.Claims["client_id"] ?? "");
        Assert.True(Guid.TryParse((string?)token.Claims["jti"], out _));
        Assert.InRange((long)token.Claims["iat"]!, before, before + 60);
        Assert.Equal(Lifetime.TotalSeconds, (long)token.Claims["exp"]! - (long)token.Claims["iat"]!);
    }

    [Fact]
    public async Task Comes_as_RFC_6749_has_it_and_is_kept_by_nobody()
    {
        var answer = (await LoginAsync(shared.Session.Name)).Expect(HttpStatusCode.OK);

        Assert.Equal("Bearer", answer["token_type"]);
        Assert.Equal(Lifetime.TotalSeconds, answer.Json["expires_in"]!.GetValue<long>());
        Assert.Equal("no-store", answer.Headers.ValueOf("Cache-Control"));
        Assert.Equal("application/json", answer.ContentHeaders.ContentType?.MediaType);
    }

    [Fact]
    public async Task No_two_tokens_are_the_same()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => LoginAsync(shared.Session.Name)));

        Assert.Equal(5, answers.Select(answer => (string?)Jwt.Read(answer["access_token"]).Claims["jti"]).Distinct().Count());
    }

    [Fact]
    public async Task Is_verified_by_the_key_it_names_at_every_gateway()
    {
        var sets = await Task.WhenAll(service.Api.GetAsync("/.well-known/jwks.json"), service.OtherApi.GetAsync("/.well-known/jwks.json"));
        var token = Jwt.Read(shared.Session.Token);

        Assert.Equal(sets[0].Expect(HttpStatusCode.OK).Body, sets[1].Expect(HttpStatusCode.OK).Body);
        var jwk = Assert.Single(sets[0].Json["keys"]!.AsArray(), key => (string?)key!["kid"] == (string?)token.Header["kid"])!;
        Assert.Equal(("EC", "P-256", "ES256", "sig"), ((string?)jwk["kty"], (string?)jwk["crv"], (string?)jwk["alg"], (string?)jwk["use"]));
        using var key = Jwt.ReadJwk(jwk.AsObject());
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes(token.Content), token.Signature, HashAlgorithmName.SHA256));
        (await shared.Session.At(service.OtherApi).GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Only_public_parts_of_keys_are_published()
    {
        var keys = (await service.Api.GetAsync("/.well-known/jwks.json")).Expect(HttpStatusCode.OK).Json["keys"]!.AsArray();

        Assert.NotEmpty(keys);
        string[] parts = ["kty", "use", "alg", "kid", "crv", "x", "y", "n", "e"];
        Assert.All(keys, key => Assert.Empty(key!.AsObject().Select(member => member.Key).Except(parts)));
        Assert.Equal(keys.Count, keys.Select(key => (string?)key!["kid"]).Distinct().Count());
    }

    [Fact]
    public async Task An_address_or_a_form_signs_in_as_well()
    {
        var name = shared.Session.Name;
        using var form = Form(("username", name), ("password", Api.Password), ("scope", "auth.user.read auth.role.read"));

        foreach (var login in new[] { $"{name}@example.com", $"{name}@EXAMPLE.COM", name.ToUpperInvariant() })
            Assert.Equal(shared.Session.UserId, Subject((await LoginAsync(login)).Expect(HttpStatusCode.OK)));

        var byForm = (await service.Api.PostAsync("/v1/login", form)).Expect(HttpStatusCode.OK);
        Assert.Equal((shared.Session.UserId, "auth.role.read auth.user.read"), (Subject(byForm), byForm["scope"]));
    }

    [Theory]
    [InlineData(null, "auth.user.read billing.invoice.all billing.invoice.create")]
    [InlineData("", "auth.user.read billing.invoice.all billing.invoice.create")]
    [InlineData("auth.user.read", "auth.user.read")]
    [InlineData("billing.invoice.create auth.user.read", "auth.user.read billing.invoice.create")]
    [InlineData("auth.user.read auth.user.write billing.nothing.read", "auth.user.read")]
    [InlineData("billing.invoice.delete", "billing.invoice.delete")]
    [InlineData("auth.user.read  auth.user.read", "auth.user.read")]
    [InlineData("auth.user.write", null)]
    [InlineData("auth.user.all", null)]
    [InlineData("billing.nothing.all", null)]
    public async Task The_scope_is_what_was_asked_for_and_is_held(string? asked, string? granted)
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("clerk", "billing.invoice.all", "billing.invoice.create");
        var bob = await service.Api.AddUserAsync(owner, "clerk", "user");

        var answer = await LoginAsync(bob.Name, scope: asked);

        if (granted is null)
        {
            answer.ExpectProblem(HttpStatusCode.Forbidden, "scope.not_granted");
            return;
        }

        Assert.Equal(granted, answer.Expect(HttpStatusCode.OK)["scope"]);
        Assert.Equal(granted, (string?)Jwt.Read(answer["access_token"]).Claims["scope"]);
    }

    [Fact]
    public async Task An_organization_is_acted_in_only_by_its_members()
    {
        var stranger = await service.Api.SignUpAsync();

        var own = await LoginAsync(shared.Session.Name, organization: shared.Session.OrgId);
        var theirs = await LoginAsync(shared.Session.Name, organization: stranger.OrgId);
        var nobodys = await LoginAsync(shared.Session.Name, organization: $"{Guid.CreateVersion7()}");
        var malformed = await LoginAsync(shared.Session.Name, organization: "mine");

        Assert.Equal(shared.Session.OrgId, (string?)Jwt.Read(own.Expect(HttpStatusCode.OK)["access_token"]).Claims["org_id"]);
        theirs.ExpectProblem(HttpStatusCode.Forbidden, "organization.not_member");
        Assert.Equal(WithoutTrace(theirs), WithoutTrace(nobodys));
        malformed.ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
    }

    [Fact]
    public async Task A_wrong_password_and_a_name_that_nobody_has_are_answered_alike()
    {
        var owner = await service.Api.SignUpAsync();
        string[] nobodys = [Api.NewName(), $"{Api.NewName()}@example.com", "no name at all", "\u0000", "ünknown", new string('a', 1_000)];

        var wrong = await LoginAsync(owner.Name, password: "not the password");
        var unknown = await Task.WhenAll(nobodys.Select(name => LoginAsync(name)));

        wrong.ExpectProblem(HttpStatusCode.Unauthorized, "credentials.invalid");
        Assert.All(unknown, answer => Assert.Equal((wrong.Status, WithoutTrace(wrong)), (answer.Status, WithoutTrace(answer))));
        Assert.All(unknown, answer => Assert.Equal(HeaderNames(wrong), HeaderNames(answer)));
        (await LoginAsync(owner.Name)).Expect(HttpStatusCode.OK);
    }

    private Task<Answer> LoginAsync(string username, string password = Api.Password, string? scope = null, string? organization = null)
    {
        var body = new JsonObject { ["username"] = username, ["password"] = password };
        if (scope is not null) body["scope"] = scope;
        if (organization is not null) body["organization"] = organization;
        return service.Api.PostAsync("/v1/login", body);
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] values) =>
        new(values.Select(value => KeyValuePair.Create(value.Name, value.Value)));

    private static string? Subject(Answer answer) => (string?)Jwt.Read(answer["access_token"]).Claims["sub"];

    private static IEnumerable<string> HeaderNames(Answer answer) => answer.Headers.Select(header => header.Key).Order();

    private static string WithoutTrace(Answer answer)
    {
        var body = answer.Json.AsObject();
        Assert.True(body.Remove("trace_id"));
        return body.ToJsonString();
    }
}
