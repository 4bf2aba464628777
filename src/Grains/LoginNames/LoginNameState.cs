namespace AuthServe.Grains.LoginNames;

/// <summary>Who holds a name, as stored.</summary>
internal sealed record LoginNameState
{
    public Guid User { get; init; }

    public Guid Organization { get; init; }

    /// <summary>When a reservation may be contested; null once the name is bound.</summary>
    public DateTimeOffset? ReservedUntil { get; init; }
}
