namespace AuthServe.Grains.Leases;

/// <summary>
/// Whether this process may answer from memory. Nothing can be acknowledged anywhere without this process having heard of it while the lease
/// is held: see docs/consistency.md.
/// </summary>
internal interface ILease
{
    bool IsHeld { get; }

    /// <summary>Ends when it has been held for the first time.</summary>
    Task Begun { get; }
}
