using System.Net.Http.Json;

namespace AuthServe.Gateway.Tests.Conditions;

/// <summary>Sends requests with headers that say how they are to be made.</summary>
internal static class Conditional
{
    public static async Task<Answer> SendAsync(
        this Session session, HttpMethod method, string path, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (session.Token.Length > 0) request.Headers.Authorization = new("Bearer", session.Token);
        request.Content = body switch { null => null, HttpContent content => content, _ => JsonContent.Create(body) };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await session.Api.SendAsync(request);
    }

    /// <summary>The entity tag of an answer, as it stands there.</summary>
    public static string? Tag(this Answer answer) => answer.Headers.ETag?.ToString();
}
