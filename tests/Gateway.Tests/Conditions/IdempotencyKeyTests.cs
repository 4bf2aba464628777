using System.Data.Common;
using System.Net;
using System.Text;
using AuthServe.Gateway.Tests.Access;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServe.Gateway.Tests.Conditions;

/// <summary>A write with a key is executed once and answered the same each time; a key belongs to one caller and one request.</summary>
public sealed class IdempotencyKeyTests(Service service)
{
    private const string Header = "Idempotency-Key";

    [Fact]
    public async Task The_same_request_is_answered_the_same_at_every_gateway_and_executed_once()
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("clerk");
        var bob = await service.Api.AddUserAsync(owner);
        var client = (await owner.PostAsync("/v1/clients", new { name = "Job" }))["client_id"];
        var name = Api.NewName();
        foreach (var (method, path, body) in new (string, string, object?)[]
        {
            ("POST", "/v1/roles", new { name = "auditor" }),
            ("POST", "/v1/users", new { username = name, primary_email = $"{name}@example.com", password = Api.Password }),
            ("POST", "/v1/permissions", new { service = "a", resource = "b", action = "c" }),
            ("POST", "/v1/clients", new { name = "Printer" }),
            ("POST", $"/v1/clients/{client}/secret", null),
            ("PATCH", "/v1/roles/clerk", new { display_name = "Clerk" }),
            ("PUT", "/v1/roles/clerk/permissions/a.b.c", null),
            ("PUT", $"/v1/users/{bob.UserId}/roles/clerk", null),
            ("DELETE", $"/v1/users/{bob.UserId}/sessions", null),
            ("DELETE", $"/v1/users/{bob.UserId}", null),
            ("DELETE", "/v1/roles/clerk", null),
        })
        {
            var (key, before) = (NewKey(), await RevisionAsync(owner));
            var first = await owner.SendAsync(new(method), path, body, (Header, key));
            Assert.InRange((int)first.Status, 200, 204);
            Assert.Equal($"{before + 1}", first.Headers.ValueOf("AuthServe-Revision"));

            AssertSame(first, await owner.SendAsync(new(method), path, body, (Header, key)));
            AssertSame(first, await owner.At(service.OtherApi).SendAsync(new(method), path, body, (Header, key)));

            Assert.Equal(before + 1, await RevisionAsync(owner));
        }
    }

    [Fact]
    public async Task A_refusal_is_kept_too()
    {
        var owner = await service.Api.SignUpAsync();
        var key = NewKey();
        var refused = await owner.SendAsync(HttpMethod.Post, "/v1/roles", new { name = "owner" }, (Header, key));
        refused.ExpectProblem(HttpStatusCode.Conflict, "role.exists");

        AssertSame(refused, await owner.SendAsync(HttpMethod.Post, "/v1/roles", new { name = "owner" }, (Header, key)));
    }

    [Fact]
    public async Task Of_many_at_once_one_is_executed()
    {
        var owner = await service.Api.SignUpAsync();
        var (key, before) = (NewKey(), await RevisionAsync(owner));
        Session[] gateways = [owner, owner.At(service.OtherApi)];

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
            gateways[number % 2].SendAsync(HttpMethod.Post, "/v1/roles", new { name = "clerk" }, (Header, key))));

        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), waiting =>
        {
            waiting.ExpectProblem(HttpStatusCode.Conflict, "idempotency.in_progress");
            Assert.NotNull(waiting.Headers.RetryAfter);
        });
        Assert.Equal(before + 1, await RevisionAsync(owner));
        Assert.Equal(HttpStatusCode.Created, (await owner.SendAsync(HttpMethod.Post, "/v1/roles", new { name = "clerk" }, (Header, key))).Status);
    }

    [Theory]
    [InlineData("POST", "/v1/roles", "two")]
    [InlineData("POST", "/v1/roles?odd=1", "one")]
    [InlineData("POST", "/v1/permissions", "one")]
    [InlineData("PATCH", "/v1/roles/one", "one")]
    public async Task A_key_of_another_request_is_refused(string method, string path, string name)
    {
        var owner = await service.Api.SignUpAsync();
        var key = NewKey();
        (await owner.SendAsync(HttpMethod.Post, "/v1/roles", new { name = "one" }, (Header, key))).Expect(HttpStatusCode.Created);

        var answer = await owner.SendAsync(new(method), path, new { name }, (Header, key));

        answer.ExpectProblem(HttpStatusCode.UnprocessableEntity, "idempotency.key_reused");
        (await owner.GetAsync("/v1/roles/two")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_key_belongs_to_its_caller()
    {
        var (owner, other) = (await service.Api.SignUpAsync(), await service.Api.SignUpAsync());
        var admin = await service.Api.AddUserAsync(owner, "owner");
        var key = NewKey();
        (await owner.SendAsync(HttpMethod.Post, "/v1/roles", new { name = "clerk" }, (Header, key))).Expect(HttpStatusCode.Created);

        (await other.SendAsync(HttpMethod.Post, "/v1/roles", new { name = "clerk" }, (Header, key))).Expect(HttpStatusCode.Created);
        (await admin.SendAsync(HttpMethod.Post, "/v1/roles", new { name = "clerk" }, (Header, key)))
            .ExpectProblem(HttpStatusCode.Conflict, "role.exists");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\tb")]
    [InlineData(null)]
    public async Task What_is_no_key_is_a_bad_request(string? key)
    {
        var owner = await service.Api.SignUpAsync();

        var answer = await owner.SendAsync(HttpMethod.Post, "/v1/roles", new { name = "clerk" }, (Header, key ?? new string('k', 256)));

        answer.ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        Assert.Contains("1 to 255 printable ASCII", answer.Json["errors"]![Header]![0]!.GetValue<string>(), StringComparison.Ordinal);
        (await owner.GetAsync("/v1/roles/clerk")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Any_printable_text_is_a_key()
    {
        var owner = await service.Api.SignUpAsync();
        foreach (var key in new[] { "a b", "\"quoted\"", "~", new string('k', 255) })
            (await owner.SendAsync(HttpMethod.Post, "/v1/roles", new { name = Api.NewName() }, (Header, key))).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_sign_up_is_answered_again_only_to_who_knows_all_of_it()
    {
        var nobody = new Session(service.Api, "", "", "", "");
        var (name, key) = (Api.NewName(), NewKey());
        var first = (await nobody.SendAsync(HttpMethod.Post, "/v1/signup", Api.SignUpBody(name), (Header, key))).Expect(HttpStatusCode.Created);

        AssertSame(first, await nobody.At(service.OtherApi).SendAsync(HttpMethod.Post, "/v1/signup", Api.SignUpBody(name), (Header, key)));

        var guess = new
        {
            user = new { username = name, password = "another long walk", primary_email = $"{name}@example.com" },
            organization = new { name = $"Org of {name}" },
        };
        (await nobody.SendAsync(HttpMethod.Post, "/v1/signup", guess, (Header, key))).ExpectProblem(HttpStatusCode.Conflict, "user.username_taken");
        var other = Api.NewName();
        var second = (await nobody.SendAsync(HttpMethod.Post, "/v1/signup", Api.SignUpBody(other), (Header, key))).Expect(HttpStatusCode.Created);
        Assert.NotEqual(first["org_id"], second["org_id"]);
        await service.Api.SignInAsync(name);
    }

    [Fact]
    public async Task Many_sign_ups_at_once_make_one_account()
    {
        var nobody = new Session(service.Api, "", "", "", "");
        var (name, key) = (Api.NewName(), NewKey());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            nobody.SendAsync(HttpMethod.Post, "/v1/signup", Api.SignUpBody(name), (Header, key))));

        Assert.Single(answers.Where(answer => answer.Status == HttpStatusCode.Created).Select(answer => answer.Body).Distinct());
        Assert.All(answers, answer => Assert.True(answer.Status == HttpStatusCode.Created || answer.Code == "idempotency.in_progress", answer.Body));
    }

    [Fact]
    public async Task Signing_in_takes_no_key()
    {
        var owner = await service.Api.SignUpAsync();
        var body = new { username = owner.Name, password = Api.Password };

        var first = (await owner.SendAsync(HttpMethod.Post, "/v1/login", body, (Header, "k"))).Expect(HttpStatusCode.OK);
        var second = (await owner.SendAsync(HttpMethod.Post, "/v1/login", body, (Header, "k"))).Expect(HttpStatusCode.OK);

        Assert.NotEqual(first["refresh_token"], second["refresh_token"]);
    }

    [Fact]
    public async Task Neither_secrets_nor_the_key_lie_readable_in_storage()
    {
        var owner = await service.Api.SignUpAsync();
        var key = "readable" + NewKey();
        var made = await owner.SendAsync(HttpMethod.Post, "/v1/clients", new { name = "Readable-Name" }, (Header, key));
        var secret = made.Expect(HttpStatusCode.Created)["client_secret"];

        await using var connection = await service.Silo.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        var stored = (await connection.QueryAsync<byte[]>("SELECT PayloadBinary FROM OrleansStorage WHERE GrainTypeString = 'idempotency'")).ToList();
        var noted = (await connection.QueryAsync<string>(
            "SELECT answer FROM organization_requests WHERE organization_id = @id", new { id = Guid.Parse(owner.OrgId) })).ToList();

        Assert.NotEmpty(stored);
        Assert.Single(noted);
        Assert.All(stored.Select(Encoding.UTF8.GetString).Concat(noted), text =>
        {
            foreach (var readable in new[] { secret, key, "Readable-Name" }) Assert.DoesNotContain(readable, Everything(text), StringComparison.Ordinal);
        });
    }

    // The text itself, and whatever in it is base64.
    private static string Everything(string text) => text + string.Concat(text.Split('"').Select(part =>
    {
        var bytes = new byte[part.Length];
        return Convert.TryFromBase64String(part, bytes, out var length) ? Encoding.Latin1.GetString(bytes, 0, length) : "";
    }));

    private static string NewKey() => Guid.NewGuid().ToString();

    private static async Task<long> RevisionAsync(Session owner) =>
        (await owner.GetAsync("/v1/me/permissions")).Expect(HttpStatusCode.OK).Json["revision"]!.GetValue<long>();

    internal static void AssertSame(Answer expected, Answer actual)
    {
        Assert.Equal((expected.Status, expected.Body), (actual.Status, actual.Body));
        foreach (var name in new[] { "AuthServe-Revision", "ETag", "Location" })
            Assert.Equal(expected.Headers.ValueOf(name), actual.Headers.ValueOf(name));
        Assert.Equal(expected.ContentHeaders.ContentType, actual.ContentHeaders.ContentType);
    }
}
