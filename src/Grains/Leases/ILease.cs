namespace AuthServe.Grains.Leases;

/// <summary>
/// Whether this process may answer from memory. Nothing can be acknowledged anywhere without this process having heard of it while the lease
/// is held: see docs/consistency.md.
/// </summary>
internal interface ILease
{
    bool IsHeld { get; }

    /// <summary>For how long it is held if it is not renewed; nothing when it is not held.</summary>
    TimeSpan Left { get; }

    /// <summary>Ends when it has been held for the first time.</summary>
    Task Begun { get; }
}

/// <summary>That of the only silo there is: nobody else could declare it dead.</summary>
internal sealed class OnlySilo : ILease
{
    public bool IsHeld => true;

    public TimeSpan Left => LeaseTimes.Duration;

    public Task Begun => Task.CompletedTask;
}
