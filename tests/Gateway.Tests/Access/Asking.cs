using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace AuthServe.Gateway.Tests.Access;

/// <summary>Asks as AuthZEN's clients do, and reads what they are answered.</summary>
public static class Asking
{
    public const string One = "/access/v1/evaluation";
    public const string Many = "/access/v1/evaluations";

    public static JsonObject User(string id) => new() { ["type"] = "user", ["id"] = id };

    public static JsonObject Action(string name) => new() { ["name"] = name };

    public static JsonObject Resource(string type, string id = "*") => new() { ["type"] = type, ["id"] = id };

    /// <summary>Whether somebody may do what a permission says.</summary>
    public static JsonObject Question(string subject, string permission, string id = "*")
    {
        var dot = permission.LastIndexOf('.');
        return new()
        {
            ["subject"] = User(subject),
            ["action"] = Action(permission[(dot + 1)..]),
            ["resource"] = Resource(permission[..dot], id),
        };
    }

    /// <summary>A body as these bytes, of any content type or none.</summary>
    public static HttpContent Body(byte[] bytes, string? contentType = "application/json")
    {
        var content = new ByteArrayContent(bytes);
        if (contentType is not null) content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }

    public static HttpContent Body(string text, string? contentType = "application/json") =>
        Body(Encoding.UTF8.GetBytes(text), contentType);

    /// <summary>Sends a body that may be too long to be read: its length ahead of it, or in chunks without one.</summary>
    public static async Task<Answer> SendLongAsync(this Session session, HttpMethod method, string path, HttpContent body, bool hasLength)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Authorization = new("Bearer", session.Token);
        // Who says the length waits to be told to go on; else the connection could be closed while the body is being sent.
        request.Headers.ExpectContinue = hasLength;
        request.Headers.TransferEncodingChunked = !hasLength;
        return await session.Api.SendAsync(request);
    }

    /// <summary>The decision of an answer to one question, after a look at its form.</summary>
    public static bool Decision(this Answer answer)
    {
        answer.Expect(HttpStatusCode.OK);
        Assert.Equal("application/json", answer.ContentHeaders.ContentType?.ToString());
        return answer.Json["decision"]!.GetValue<bool>();
    }

    /// <summary>Expects a refusal of the question itself, for this reason.</summary>
    public static void ExpectRefusal(this Answer answer, string reason)
    {
        Assert.False(answer.Decision(), answer.Body);
        Assert.Equal(reason, answer.Json["context"]!["reason"]!.GetValue<string>());
        Assert.Null(answer.Json["context"]!["via"]);
    }

    /// <summary>Expects AuthZEN's error object with this status.</summary>
    public static void ExpectError(this Answer answer, HttpStatusCode status)
    {
        answer.Expect(status);
        Assert.Equal("application/json", answer.ContentHeaders.ContentType?.MediaType);
        var error = Assert.Single(answer.Json.AsObject()).Value!.AsObject();
        Assert.Equal((int)status, error["status"]!.GetValue<int>());
        Assert.NotEmpty(error["message"]!.GetValue<string>());
    }

    /// <summary>The one value of a header, or null.</summary>
    public static string? ValueOf(this HttpHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;
}
