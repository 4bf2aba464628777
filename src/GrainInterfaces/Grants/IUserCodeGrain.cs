using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.Grants;

/// <summary>
/// One user code of a device authorization (RFC 8628, section 6.1). Key: <see cref="UserCode.GrainKey"/>. A code stands for at most one
/// grant at a time, and for none once its time has run out.
/// </summary>
[Alias("authserve.IUserCodeGrain")]
public interface IUserCodeGrain : IGrainWithStringKey
{
    /// <summary>The grant the code stands for now; null when none.</summary>
    [AlwaysInterleave, Alias("Find")]
    ValueTask<Guid?> FindAsync(CancellationToken cancellationToken = default);

    /// <summary>Lets the code stand for a grant; false when it does for another.</summary>
    [Alias("Take")]
    Task<bool> TakeAsync(Guid grant, DateTimeOffset until, CancellationToken cancellationToken = default);
}
