using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Tests.Access;
using AuthServe.Gateway.Tests.Tokens;
using CsCheck;
using Xunit;

namespace AuthServe.Gateway.Tests.Input;

/// <summary>
/// Sends every operation requests that nobody foresaw, made of the API's own document. They are the same in every run;
/// <c>AUTHSERVE_FUZZ_CASES</c> says how many go to each operation.
/// </summary>
public sealed class FuzzTests(Service service)
{
    private const ulong Seed = 20_260_301;

    // The longest request line that the server reads, less what surrounds the target in it.
    private const int LongestTarget = 8_100;

    private const int MostShown = 20;

    // They do what they say, once another odd request has made another owner, or given the organization a likely name: each would end the
    // caller of all others.
    private static readonly string[] Ending = ["DELETE /v1/me/sessions", "DELETE /v1/organization", "DELETE /v1/me/memberships/{org_id}"];

    private static readonly int Cases =
        int.Parse(Environment.GetEnvironmentVariable("AUTHSERVE_FUZZ_CASES") ?? "40", CultureInfo.InvariantCulture);

    [Fact]
    public async Task No_request_however_odd_is_answered_with_anything_but_what_is_documented()
    {
        var owner = await service.Api.SignUpAsync();
        var document = await ApiDocument.ReadAsync(service.Api);
        var requests = new OddRequests(document, await PrepareAsync(owner));
        var operations = document.Operations.Where(operation => !Ending.Contains(operation.ToString())).ToList();
        Assert.NotEmpty(operations);

        var complaints = await Task.WhenAll(operations.Select((operation, number) =>
            TryAsync(owner, operation, requests.For(operation), new PCG((uint)number, Seed))));

        var all = complaints.SelectMany(found => found).ToList();
        Assert.True(all.Count == 0, $"{all.Count} of {Cases * operations.Count}:\n{string.Join('\n', all.Take(MostShown))}");
    }

    private static async Task<List<string>> TryAsync(Session owner, ApiOperation operation, Gen<OddRequest> requests, PCG random)
    {
        var (complaints, isAnswered) = (new List<string>(), false);
        for (var number = 0; number < Cases; number++)
        {
            var request = requests.Generate(random, null, out _);
            if (SignsOutEverywhere(request)) continue;
            using var body = request.Body is null ? null : Asking.Body(request.Body, request.ContentType);
            var answer = await owner.Api.SendRawAsync(request.Method, request.Target, body, owner.Token);
            isAnswered |= answer.Body.Length > 0 || (int)answer.Status < 300;
            if (Complaint(request, answer) is { } complaint)
                complaints.Add($"{complaint}: {request} -> {(int)answer.Status} {answer.Body}");
        }

        if (!isAnswered) complaints.Add($"No request to {operation} was answered by the gateway itself.");
        return complaints;
    }

    // The id of a session may be a segment that is no segment: nothing, or a dot.
    private static bool SignsOutEverywhere(OddRequest request) =>
        request.Method == HttpMethod.Delete
        && new Uri("http://localhost" + request.Target).AbsolutePath.TrimEnd('/') == "/v1/me/sessions";

    private static string? Complaint(OddRequest request, Answer answer)
    {
        var status = (int)answer.Status;
        if (status >= 500) return "It failed";
        if (answer.Body.Contains("Exception", StringComparison.Ordinal) || answer.Body.Contains("   at ", StringComparison.Ordinal))
            return "It says what the program is like inside";
        var provesItself = request.Target.StartsWith("/v1/login", StringComparison.Ordinal) || request.Target.StartsWith("/oauth2", StringComparison.Ordinal)
            || request.Target.StartsWith("/v1/me/password", StringComparison.Ordinal);
        if (status == 401 && !provesItself) return "The owner is signed out";
        if (request.Target.StartsWith("/oauth2", StringComparison.Ordinal)) return OAuthComplaint(answer);
        if (status < 300) return status == 204 || IsJson(answer) ? null : "It is no JSON";
        if (IsRefusedByServer(request, answer)) return null;
        return request.Target.StartsWith("/access", StringComparison.Ordinal) ? AccessComplaint(answer) : ProblemComplaint(answer);
    }

    private static string? ProblemComplaint(Answer answer)
    {
        if (answer.ContentHeaders.ContentType?.MediaType != "application/problem+json" || !IsJson(answer)) return "It is no problem";
        if (!ProblemCatalogue.Kinds.TryGetValue(answer.Code, out var kind)) return "The code is not documented";
        return kind.Status == (int)answer.Status ? null : "The code belongs to another status";
    }

    private static string? AccessComplaint(Answer answer) =>
        IsJson(answer) && (int?)answer.Json["error"]?["status"] == (int)answer.Status ? null : "It is no error of AuthZEN";

    // RFC 6749, section 5.2; the revocation of what is no token is a success without a body (RFC 7009, section 2.2).
    private static string? OAuthComplaint(Answer answer) =>
        answer.Body.Length == 0 || (IsJson(answer) && ((int)answer.Status < 300 || answer.Json["error"] is not null)) ? null : "It is no error of OAuth";

    // Kestrel answers a request line that it cannot read itself, before there is a request: without a body.
    private static bool IsRefusedByServer(OddRequest request, Answer answer) => answer.Body.Length == 0 && (int)answer.Status switch
    {
        400 => request.Target.Split('?')[0].Contains("%00", StringComparison.Ordinal),
        414 => request.Target.Length > LongestTarget,
        _ => false,
    };

    private static bool IsJson(Answer answer)
    {
        try
        {
            return JsonNode.Parse(answer.Body) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static async Task<IReadOnlyDictionary<string, string[]>> PrepareAsync(Session owner)
    {
        var members = new[] { await owner.Api.AddUserAsync(owner, "user"), await owner.Api.AddUserAsync(owner) };
        await owner.AddRoleAsync("clerk", "billing.invoice.read", "billing.invoice.all");
        return new Dictionary<string, string[]>
        {
            ["user_id"] = [.. members.Select(member => member.UserId)],
            ["org_id"] = [.. members.Select(member => member.OrgId)],
            ["invitation_id"] = [Guid.CreateVersion7().ToString()],
            ["session_id"] = [.. members.Select(member => (string)Jwt.Read(member.Token).Claims["sid"]!)],
            ["role"] = ["owner", "admin", "user", "clerk"],
            ["client_id"] = [(await owner.PostAsync("/v1/clients", new { name = "Billing" }))["client_id"]],
            ["permission"] = ["billing.invoice.read", "billing.invoice.all", "auth.user.read"],
        };
    }
}
