using System.Data.Common;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AuthServe.Gateway.Tests.Access;
using AuthServe.Gateway.Tests.OAuth;
using AuthServe.Support.Gateways;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Xunit;

namespace AuthServe.Gateway.Tests.Audit;

/// <summary>
/// Whatever somebody proves themselves with is kept nowhere: walks every operation and every way to a token, and then looks for what it gave
/// and was given, in every column of every table and in what the API says of the log. Has an installation of its own.
/// </summary>
public sealed class SecretsTests
{
    private static readonly HashSet<string> SecretMembers =
        ["access_token", "refresh_token", "id_token", "client_secret", "device_code", "token"];

    private readonly HashSet<string> _secrets = [Api.Password];
    private readonly List<Session> _owners = [];

    [Fact]
    public async Task No_secret_is_in_the_database_or_in_what_is_read_of_the_log()
    {
        await using var database = await TestDatabase.CreateAsync(TestDatabase.ChosenEngine);
        await using (var silo = await TestSilo.StartAsync(database.Settings))
        {
            await using var gateway = await (await TestGateway.StartAsync([silo.GatewayPort])).ReadyAsync();
            using var http = new HttpClient(new Repeatable(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }))
            {
                BaseAddress = gateway.Http.BaseAddress,
            };
            var api = new Api(http);
            await WalkAsync(api);
            await TryPasswordsAsync(api);
            await SignInToAppAsync(api);
            await InviteAsync(api, silo);

            foreach (var owner in _owners) await AssertSaysNothingAsync(owner);
            Assert.Empty(await silo.VerifyAsync());
        }

        var (stored, tables) = await ReadAllAsync(database);
        Assert.Superset(new HashSet<string> { "organization_log", "sign_in_events", "directory_members" }, tables);
        Assert.All(_owners, owner => Assert.Contains(owner.Name, stored, StringComparison.Ordinal));
        Assert.True(_secrets.Count > Operations.All.Count, $"{_secrets.Count} secrets");
        Assert.DoesNotContain(_secrets, secret => stored.Contains(secret, StringComparison.Ordinal));
    }

    // The list of operations is complete: another test holds it against the document.
    private async Task WalkAsync(Api api)
    {
        foreach (var operation in Operations.All.Values)
        {
            var owner = await api.SignUpAsync();
            var target = await AccessMatrixTests.PrepareAsync(owner, owner);
            _owners.Add(owner);
            _secrets.Add(owner.Token);
            Keep((await operation.CallAsync(target, owner.Token)).Body);
        }
    }

    private async Task TryPasswordsAsync(Api api)
    {
        var owner = await api.SignUpAsync();
        _owners.Add(owner);
        var (mistyped, inTheWrongField, next) = (NewSecret(), NewSecret(), NewSecret());
        await api.PostAsync("/v1/login", new { username = owner.Name, password = mistyped });
        await api.PostAsync("/v1/login", new { username = inTheWrongField, password = mistyped });
        await owner.PostAsync("/v1/me/password", new { current_password = mistyped, new_password = next });
        (await owner.PostAsync("/v1/me/password", new { current_password = Api.Password, new_password = next })).Expect(HttpStatusCode.NoContent);
        Keep((await api.PostAsync("/v1/login", new { username = owner.Name, password = next })).Expect(HttpStatusCode.OK).Body);
        await api.GetAsync($"/v1/users?access_token={NewSecret()}", owner.Token);
    }

    private async Task SignInToAppAsync(Api api)
    {
        var owner = await api.SignUpAsync();
        _owners.Add(owner);
        var app = await RelyingParty.RegisterAsync(
            owner, grantTypes: ["authorization_code", "refresh_token", "client_credentials", "urn:ietf:params:oauth:grant-type:device_code"]);
        _secrets.Add(app.Secret!);
        var (verifier, browser) = (Keep(RelyingParty.NewVerifier()), new Browser(api.Http));
        var code = Keep(await app.GetCodeAsync(owner.Name, verifier, "openid offline_access", browser), browser);
        var tokens = (await app.RedeemAsync(code, verifier)).Expect(HttpStatusCode.OK);
        Keep(tokens.Body);
        var refreshed = (await app.RefreshAsync(tokens["refresh_token"])).Expect(HttpStatusCode.OK);
        Keep(refreshed.Body);
        await app.RevokeAsync(refreshed["access_token"]);
        await app.RefreshAsync(NewSecret());
        Keep((await app.TokenAsync(("grant_type", "client_credentials"))).Expect(HttpStatusCode.OK).Body);
        Keep((await app.PostAsync("/oauth2/device", ("scope", "openid"))).Expect(HttpStatusCode.OK).Body);
        var pushed = await app.PostAsync(
            "/oauth2/par", ("response_type", "code"), ("redirect_uri", app.RedirectUri), ("scope", "openid"),
            ("code_challenge", RelyingParty.ChallengeOf(verifier)), ("code_challenge_method", "S256"), ("client_secret", app.Secret!));
        if (pushed.Status == HttpStatusCode.Created) _secrets.Add(pushed["request_uri"]);
    }

    private async Task InviteAsync(Api api, TestSilo silo)
    {
        var (owner, name) = (await api.SignUpAsync(), Api.NewName());
        _owners.Add(owner);
        (await owner.PostAsync("/v1/invitations", new { email = $"{name}@example.com", role = "user" })).Expect(HttpStatusCode.Created);
        var token = Keep((await silo.Mail.ReceiveAsync($"{name}@example.com", "accept-invitation", TestContext.Current.CancellationToken)).Token);
        var accepted = await api.PostAsync("/v1/invitations/accept", new { token, username = name, password = NewSecret() });
        Keep(accepted.Expect(HttpStatusCode.OK).Body);
    }

    private async Task AssertSaysNothingAsync(Session owner)
    {
        // What the walk did may have signed the owner out, or taken their password.
        var login = await owner.Api.PostAsync("/v1/login", new { username = owner.Name, password = Api.Password });
        if (login.Status != HttpStatusCode.OK) return;
        var again = owner with { Token = login["access_token"] };
        foreach (var path in new[] { "/v1/audit?limit=200", "/v1/me/sign-ins?limit=200", $"/v1/users/{owner.UserId}/sign-ins" })
        {
            var said = (await again.GetAsync(path)).Expect(HttpStatusCode.OK).Body;
            Assert.DoesNotContain(_secrets, secret => said.Contains(secret, StringComparison.Ordinal));
        }
    }

    private string Keep(string secret, Browser browser)
    {
        foreach (var cookie in browser.Cookies.Values) _secrets.Add(cookie);
        return Keep(secret);
    }

    // A secret, or the JSON that holds some.
    private string Keep(string text)
    {
        if (text.StartsWith('{')) KeepMembers(JsonNode.Parse(text));
        else if (text.Length > 0) _secrets.Add(text);
        return text;
    }

    private void KeepMembers(JsonNode? node)
    {
        if (node is JsonArray items) foreach (var item in items) KeepMembers(item);
        if (node is not JsonObject members) return;
        foreach (var (name, value) in members)
        {
            if (SecretMembers.Contains(name) && value is JsonValue) _secrets.Add((string)value!);
            else KeepMembers(value);
        }
    }

    private string NewSecret() => Keep("canary" + Guid.NewGuid().ToString("N"));

    /// <summary>Lets every write be repeated, so that its answer is kept.</summary>
    private sealed class Repeatable(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method != HttpMethod.Get) request.Headers.TryAddWithoutValidation("Idempotency-Key", Guid.NewGuid().ToString("N"));
            return base.SendAsync(request, cancellationToken);
        }
    }

    private static async Task<(string Text, HashSet<string> Tables)> ReadAllAsync(TestDatabase database)
    {
        var listing = TestDatabase.ChosenEngine is StorageEngine.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table'"
            : "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
        await using var connection = await database.OpenAsync();
        var (text, tables) = (new StringBuilder(), new HashSet<string>());
        foreach (var row in await RowsAsync(connection, listing)) tables.Add((string)row[0]);
        foreach (var table in tables)
        {
            foreach (var value in (await RowsAsync(connection, $"SELECT * FROM \"{table}\"")).SelectMany(row => row))
                text.Append(value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value).Append('\n');
        }

        return (text.ToString(), tables);
    }

    private static async Task<List<object[]>> RowsAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }
}
