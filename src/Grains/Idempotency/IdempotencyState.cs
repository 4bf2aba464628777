namespace AuthServe.Grains.Idempotency;

/// <summary>A request and its answer as stored: without the caller's key nothing in it can be read.</summary>
internal sealed record IdempotencyState
{
    public Guid Id { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>A keyed hash of the request, in base64.</summary>
    public string Request { get; init; } = "";

    /// <summary>The seed, sealed.</summary>
    public string Seed { get; init; } = "";

    /// <summary>The answer, sealed; null until there is one.</summary>
    public string? Answer { get; init; }
}
