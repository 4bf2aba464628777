using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace AuthServe.Faults.Load;

/// <summary>An answer of a gateway, or what came instead.</summary>
/// <param name="Status">The status; null when the connection failed or nothing came in time.</param>
/// <param name="Body">The body, if it is JSON.</param>
internal sealed record Reply(HttpStatusCode? Status, JsonNode? Body)
{
    public bool IsSuccess => (int?)Status is >= 200 and < 300;

    /// <summary>Whether the service says "not now", or says nothing: what a fault may cause.</summary>
    public bool IsUnavailable => Status is null or HttpStatusCode.ServiceUnavailable || Body?["code"]?.GetValue<string>() == "idempotency.in_progress";

    public string Text => $"{(int?)Status} {Body?.ToJsonString()}";
}

/// <summary>Sends requests to a gateway.</summary>
internal static class Answering
{
    public static async Task<Reply> SendAsync(
        this HttpClient http, HttpMethod method, string path, object? body = null, string? token = null, string? key = null, TimeSpan? within = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null) request.Content = JsonContent.Create(body);
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        try
        {
            using var limit = new CancellationTokenSource(within ?? Timeout.InfiniteTimeSpan);
            using var response = await http.SendAsync(request, limit.Token);
            var isJson = response.Content.Headers.ContentType?.MediaType?.Contains("json", StringComparison.Ordinal) == true;
            return new(response.StatusCode, isJson ? await response.Content.ReadFromJsonAsync<JsonNode>() : null);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return new(null, null);
        }
    }
}
