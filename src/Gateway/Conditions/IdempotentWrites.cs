using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Idempotency;

namespace AuthServe.Gateway.Conditions;

/// <summary>Lets a caller send a write again that it got no answer to: it is executed once, and answered the same each time.</summary>
internal static class IdempotentWrites
{
    private static readonly Problem InProgress =
        new(ProblemCodes.IdempotencyInProgress, "The same request is being executed. Ask again.", TimeSpan.FromSeconds(1));

    private static readonly Problem Reused =
        new(ProblemCodes.IdempotencyKeyReused, "You have used this Idempotency-Key for another request within 24 hours. Take a new one.");

    // For as long as the execution would be waited for.
    private const int ReleaseAttempts = 10;
    private static readonly TimeSpan ReleaseAgain = TimeSpan.FromSeconds(1);

    /// <summary>The endpoint takes no key: what it answers is good once, or is to be new each time.</summary>
    public static TBuilder TakesNoIdempotencyKey<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(Metadata.Instance);

    /// <summary>Whether writes to an endpoint may be sent again under a key.</summary>
    public static bool TakesKey(string? method, IEnumerable<object>? metadata) =>
        method is "POST" or "PUT" or "PATCH" or "DELETE" && metadata?.OfType<Metadata>().Any() is false;

    /// <summary>Executes writes that have a key once.</summary>
    public static void UseIdempotencyKeys(this IApplicationBuilder app)
    {
        var cluster = app.ApplicationServices.GetRequiredService<Cluster>();
        app.Use((context, next) => HasKey(context) ? AnswerOnceAsync(context, cluster, next) : next(context));
    }

    private static bool HasKey(HttpContext context) =>
        context.Request.Headers.ContainsKey(IdempotencyKey.Header) && context.Request.Path.StartsWithSegments("/v1")
        && TakesKey(context.Request.Method, context.GetEndpoint()?.Metadata);

    private static async Task AnswerOnceAsync(HttpContext context, Cluster cluster, RequestDelegate next)
    {
        if (IdempotencyKey.Read(context.Request, out var problem) is not { } key)
        {
            await problem!.ExecuteAsync(context);
            return;
        }

        var hash = IdempotencyKey.HashOf(context.Request, await ReadBodyAsync(context.Request));
        var request = cluster.Request(IdempotencyKey.GrainKey(context, key, hash));
        var claim = Guid.CreateVersion7();
        try
        {
            var begun = await request.BeginAsync(key, [.. hash], claim);
            await (begun switch
            {
                { Key: { } execution } => ExecuteAsync(context, next, request, key, claim, execution),
                { Answer: { } answer } => answer.WriteAsync(context.Response),
                { Status: BeginStatus.Reused } => Reused.ExecuteAsync(context),
                _ => InProgress.ExecuteAsync(context),
            });
        }
        catch
        {
            // Also a beginning that nothing was heard of.
            await ReleaseAsync(request, claim);
            throw;
        }
    }

    // An answer is kept before it is sent: whoever has had it gets no other.
    private static async Task ExecuteAsync(
        HttpContext context, RequestDelegate next, IIdempotencyGrain request, CallerKey key, Guid claim, RequestKey execution)
    {
        WriteConditions.Of(context).Key = execution;
        using var recording = AnswerRecording.Begin(context);
        await next(context);
        if (await recording.EndAsync() is { } answer) await request.CompleteAsync(key, execution.Id, answer);
        else await ReleaseAsync(request, claim);
        await recording.SendAsync();
    }

    // What kept the execution from its end may keep its release away too; for long nobody waits for that.
    private static Task<Task> ReleaseAsync(IIdempotencyGrain request, Guid claim) =>
        Task.WhenAny(ReleaseUntilDoneAsync(request, claim), Task.Delay(ReleaseAgain, TimeProvider.System));

    private static async Task ReleaseUntilDoneAsync(IIdempotencyGrain request, Guid claim)
    {
        for (var attempt = 1; attempt <= ReleaseAttempts; attempt++)
        {
            try
            {
                await request.ReleaseAsync(claim);
                return;
            }
            catch (Exception exception) when (Unavailability.Explains(exception))
            {
                await Task.Delay(ReleaseAgain, TimeProvider.System);
            }
        }
    }

    // It is short: endpoints limit it. In memory, because it may hold a password.
    private static async Task<byte[]> ReadBodyAsync(HttpRequest request)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        request.Body = body;
        body.Position = 0;
        return body.ToArray();
    }

    private sealed class Metadata
    {
        public static readonly Metadata Instance = new();
    }
}
