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

    /// <summary>Whether it is held because no silo reaches the database, so that nobody hears of a change.</summary>
    bool IsServedThrough => false;

    /// <summary>Whether it ever is held for that reason.</summary>
    bool MayBeServedThrough => false;

    /// <summary>For a call that finds it not held: ends when it is held, or when it has been waited for long enough.</summary>
    Task Settled { get; }

    /// <summary>Ends when no gateway can hold a lease of a silo that nobody here knows of. In a cluster the membership table knows every one.</summary>
    Task Preceded => Task.CompletedTask;
}
