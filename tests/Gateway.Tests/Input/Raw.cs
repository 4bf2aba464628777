namespace AuthServe.Gateway.Tests.Input;

/// <summary>Sends paths and queries as they stand: <see cref="Uri"/> would bring them into order first.</summary>
public static class Raw
{
    public static async Task<Answer> SendRawAsync(this Api api, HttpMethod method, string target, HttpContent? body, string? token)
    {
        var address = new Uri($"{api.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)}{target}", new UriCreationOptions
        {
            DangerousDisablePathAndQueryCanonicalization = true,
        });
        using var request = new HttpRequestMessage(method, address) { Content = body };
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        return await api.SendAsync(request);
    }
}
