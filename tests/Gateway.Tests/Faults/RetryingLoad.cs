using System.Collections.Concurrent;
using System.Net.Http.Json;

namespace AuthServe.Gateway.Tests.Faults;

/// <summary>Reads, checks and writes, each tried again once, at another gateway, when it fails.</summary>
public sealed class RetryingLoad(ProcessCluster cluster)
{
    private int _sent;
    private int _repeated;

    /// <summary>What failed twice, and how.</summary>
    public ConcurrentQueue<string> Failed { get; } = [];

    public override string ToString() => $"{_sent} requests, {_repeated} tried twice, {Failed.Count} failed";

    /// <summary>Returns when that many more requests have been sent.</summary>
    public async Task SendAsync(int requests)
    {
        var enough = Volatile.Read(ref _sent) + requests;
        while (Volatile.Read(ref _sent) < enough) await Task.Yield();
    }

    /// <summary>Sends one request after the other until it is stopped. There must be a role <c>clerk</c>.</summary>
    public async Task RunAsync(Session owner, CancellationToken stop)
    {
        Func<HttpRequestMessage>[] kinds = [() => Read(owner), () => Check(owner), () => Write(owner, $"{_sent}")];
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            await TryTwiceAsync(turn % cluster.Gateways, kinds[turn / cluster.Gateways % kinds.Length]);
            Interlocked.Increment(ref _sent);
        }
    }

    private async Task TryTwiceAsync(int gateway, Func<HttpRequestMessage> request)
    {
        if (await TryAsync(gateway, request()) is not { } first) return;
        Interlocked.Increment(ref _repeated);
        if (await TryAsync((gateway + 1) % cluster.Gateways, request()) is { } second) Failed.Enqueue($"{first}; {second}");
    }

    // How it failed, or null.
    private async Task<string?> TryAsync(int gateway, HttpRequestMessage request)
    {
        try
        {
            using var answer = await cluster.Http(gateway).SendAsync(request);
            return answer.IsSuccessStatusCode ? null : $"{request.Method} {request.RequestUri}: {await answer.Content.ReadAsStringAsync()}";
        }
        catch (HttpRequestException exception)
        {
            return $"{request.Method} {request.RequestUri}: {exception.Message}";
        }
    }

    private static HttpRequestMessage Read(Session owner) => Request(owner, HttpMethod.Get, "/v1/me", null);

    private static HttpRequestMessage Check(Session owner) => Request(owner, HttpMethod.Post, "/access/v1/evaluation", new
    {
        subject = new { type = "user", id = owner.UserId },
        action = new { name = "read" },
        resource = new { type = "auth.user", id = "*" },
    });

    private static HttpRequestMessage Write(Session owner, string name) =>
        Request(owner, HttpMethod.Patch, "/v1/roles/clerk", new { display_name = name });

    private static HttpRequestMessage Request(Session owner, HttpMethod method, string path, object? body)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new("Bearer", owner.Token);
        if (body is not null) request.Content = JsonContent.Create(body);
        return request;
    }
}
