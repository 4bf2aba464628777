using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServe.Gateway.Tests.Audit;

/// <summary>The audit log of an organization, over HTTP and, for whoever tampers with it, in the database.</summary>
public sealed class Log(Service service, Session owner)
{
    /// <summary>An organization with seven entries.</summary>
    public static async Task<Log> WriteAsync(Service service)
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("clerk", "billing.invoice.create");
        (await owner.PutAsync($"/v1/users/{owner.UserId}/roles/clerk")).Expect(HttpStatusCode.NoContent);
        (await owner.DeleteAsync($"/v1/users/{owner.UserId}/roles/clerk")).Expect(HttpStatusCode.NoContent);
        (await owner.PatchAsync("/v1/roles/clerk", new { display_name = "Clérk \"of\" billing 🧾" })).Expect(HttpStatusCode.OK);
        (await owner.DeleteAsync("/v1/roles/clerk")).Expect(HttpStatusCode.NoContent);
        return new(service, owner);
    }

    public Session Owner => owner;

    /// <summary>All entries, the oldest first.</summary>
    public async Task<List<JsonObject>> ReadAsync() =>
        [.. (await owner.GetAsync("/v1/audit?limit=200")).Expect(HttpStatusCode.OK).Items.Reverse().Select(item => item.AsObject())];

    public Task<Answer> VerifyAsync() => owner.GetAsync("/v1/audit/verify");

    /// <summary>Runs a command on the table; <c>@id</c> is the organization's id.</summary>
    public async Task TamperAsync(string sql, object? parameters = null)
    {
        await using var connection = await service.Silo.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        var all = new DynamicParameters(parameters);
        all.Add("id", Guid.Parse(owner.OrgId));
        await connection.ExecuteAsync(sql, all);
    }

    /// <summary>The hash before the first entry, as docs/audit.md has it.</summary>
    public byte[] Start => SHA256.HashData(Encoding.UTF8.GetBytes(owner.OrgId));

    /// <summary>The hash of an entry, as docs/audit.md has it.</summary>
    public static byte[] HashOf(byte[] previous, JsonObject entry)
    {
        var hashed = entry.DeepClone().AsObject();
        hashed.Remove("hash");
        return SHA256.HashData([.. previous, .. Encoding.UTF8.GetBytes(Canonical(hashed))]);
    }

    // RFC 8785 for what a log can hold, and made in another way than the service makes it.
    private static string Canonical(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject members => $"{{{string.Join(',', members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{Text(member.Key)}:{Canonical(member.Value)}"))}}}",
        JsonArray items => $"[{string.Join(',', items.Select(Canonical))}]",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Text(value.GetValue<string>()),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.GetValue<long>().ToString(CultureInfo.InvariantCulture),
        _ => node.ToJsonString(),
    };

    private static string Text(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
