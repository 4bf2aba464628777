using System.Buffers.Text;
using System.Data.Common;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using AuthServe.Gateway.Tests.Access;
using AuthServe.Gateway.Tests.Input;
using AuthServe.GrainInterfaces.Clients;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServe.Gateway.Tests.Clients;

/// <summary>The secret of a client is in one answer and nowhere else.</summary>
public sealed class ClientSecretTests(Service service)
{
    [Fact]
    public async Task It_is_256_random_bits_and_no_two_are_alike()
    {
        var owner = await service.Api.SignUpAsync();

        var secrets = new[] { (await owner.AddClientAsync())["client_secret"], (await owner.AddClientAsync())["client_secret"] };

        Assert.All(secrets, secret => Assert.Equal(32, Base64Url.DecodeFromChars(secret).Length));
        Assert.Distinct(secrets);
    }

    [Fact]
    public async Task It_is_shown_once()
    {
        var owner = await service.Api.SignUpAsync();
        var made = await owner.AddClientAsync();
        var path = $"/v1/clients/{made["client_id"]}";

        var rotated = (await owner.PostAsync(path + "/secret", null)).Expect(HttpStatusCode.OK);

        foreach (var secret in new[] { made["client_secret"], rotated["client_secret"] })
        {
            foreach (var answer in new[] { await owner.GetAsync(path), await owner.GetAsync("/v1/clients"), await owner.PatchAsync(path, new { name = "Renamed" }) })
            {
                Assert.DoesNotContain(secret, answer.Body, StringComparison.Ordinal);
                Assert.DoesNotContain(HashOf(secret), answer.Body, StringComparison.Ordinal);
                Assert.DoesNotContain("client_secret\"", answer.Body, StringComparison.Ordinal);
            }
        }

        Assert.DoesNotContain(HashOf(made["client_secret"]), made.Body, StringComparison.Ordinal);
        Assert.Equal("no-store", made.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task It_is_nowhere_in_the_database_and_its_hash_is_not_in_the_log()
    {
        var owner = await service.Api.SignUpAsync();
        var made = await owner.AddClientAsync();
        var rotated = await owner.PostAsync($"/v1/clients/{made["client_id"]}/secret", null);
        await using var connection = await service.Silo.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();

        var states = await ReadAsync(connection, "SELECT payloadbinary FROM OrleansStorage WHERE payloadbinary IS NOT NULL");
        var log = await ReadAsync(connection, "SELECT coalesce(before, '') || coalesce(after, '') FROM organization_log");

        foreach (var secret in new[] { made["client_secret"], rotated["client_secret"] })
        {
            Assert.Contains(states, text => text.Contains(HashOf(secret), StringComparison.Ordinal));
            Assert.DoesNotContain(states.Concat(log), text => text.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(log, text => text.Contains(HashOf(secret), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Its_hash_is_what_the_OAuth_endpoints_compare()
    {
        var owner = await service.Api.SignUpAsync();
        var made = await owner.AddClientAsync();
        var rotated = await owner.PostAsync($"/v1/clients/{made["client_id"]}/secret", new { overlap_seconds = 60 });

        var found = await service.Silo.Grains.GetGrain<IClientGrain>("c/" + made["client_id"]).FindAsync();

        Assert.Equal([HashOf(rotated["client_secret"]), HashOf(made["client_secret"])], found!.Secrets.Select(secret => secret.Sha256));
        Assert.Equal(found.Secrets[0].CreatedAt.AddSeconds(60), found.Secrets[1].ExpiresAt);
    }

    [Theory]
    [InlineData(null, 86_400)]
    [InlineData("{}", 86_400)]
    [InlineData("""{"overlap_seconds":2592000}""", 2_592_000)]
    [InlineData("""{"overlap_seconds":0}""", null)]
    public async Task The_old_one_works_as_long_as_was_asked_for(string? body, int? seconds)
    {
        var owner = await service.Api.SignUpAsync();
        var client = (await owner.AddClientAsync())["client_id"];

        var rotated = (await owner.PostAsync($"/v1/clients/{client}/secret", body is null ? null : Asking.Body(body))).Expect(HttpStatusCode.OK);

        var secrets = rotated.Json["secrets"]!.AsArray().Select(secret =>
            (Created: secret!["created_at"]!.GetValue<DateTimeOffset>(), Expires: secret["expires_at"]?.GetValue<DateTimeOffset>())).ToArray();
        Assert.Equal(seconds is null ? [null] : [null, secrets[0].Created.AddSeconds(seconds.Value)], secrets.Select(secret => secret.Expires));
    }

    [Theory]
    [InlineData("""{"overlap_seconds":-1}""")]
    [InlineData("""{"overlap_seconds":2592001}""")]
    [InlineData("""{"overlap_seconds":1.5}""")]
    [InlineData("""{"overlap_seconds":"60"}""")]
    [InlineData("""{"overlap_seconds":99999999999}""")]
    public async Task An_overlap_that_is_not_allowed_is_named(string body)
    {
        var owner = await service.Api.SignUpAsync();
        var client = (await owner.AddClientAsync())["client_id"];

        (await owner.PostAsync($"/v1/clients/{client}/secret", Asking.Body(body))).ExpectInvalid("overlap_seconds");
    }

    private static string HashOf(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    // States are kept as bytes, and the log as text.
    private static async Task<List<string>> ReadAsync(DbConnection connection, string sql)
    {
        await using var reader = (DbDataReader)await connection.ExecuteReaderAsync(sql);
        var rows = new List<string>();
        while (await reader.ReadAsync()) rows.Add(reader.GetValue(0) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : reader.GetString(0));
        return rows;
    }
}
