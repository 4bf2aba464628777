using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.Audit;

/// <summary>Reads the audit log of an organization. Key: the organization's id. Any silo answers; nothing here waits for a command.</summary>
[Alias("authserve.IAuditGrain")]
public interface IAuditGrain : IGrainWithGuidKey
{
    /// <summary>Entries, the newest first: every change that was acknowledged before the call is among them.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Only entries older than that revision; null begins with the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    [AlwaysInterleave, Alias("List")]
    ValueTask<Page<AuditEntry>> ListAsync(
        AuditFilter filter, long? before, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Recomputes the chain of hashes from its beginning and compares its end with what the organization committed. Takes time in
    /// proportion to the log, and memory that does not depend on it. A silo does one at a time for an organization.
    /// </summary>
    [Alias("Verify"), ResponseTimeout("00:30:00")]
    Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default);
}

/// <summary>One change of an organization.</summary>
/// <param name="Revision">The organization's revision that it made.</param>
/// <param name="Time">UTC, in whole microseconds.</param>
/// <param name="Actor">Who asked for it; null for AuthServe itself.</param>
/// <param name="Command">What was asked, such as <c>role.attach_permission</c>.</param>
/// <param name="Target">What it is about: a role's or permission's slug, a user's, a client's or the organization's id.</param>
/// <param name="Before">The target before, as JSON; null when it did not exist.</param>
/// <param name="After">The target after, as JSON; null when it no longer exists.</param>
/// <param name="RequestId">Names the request in the logs of the gateway; null for AuthServe itself.</param>
/// <param name="Hash">Of the entry and all before it, lower-case hexadecimal; null for one written before there were hashes.</param>
[GenerateSerializer, Immutable, Alias("authserve.AuditEntry")]
public sealed record AuditEntry(
    [property: Id(0)] long Revision,
    [property: Id(1)] DateTimeOffset Time,
    [property: Id(2)] UserId? Actor,
    [property: Id(3)] string Command,
    [property: Id(4)] string Target,
    [property: Id(5)] string? Before,
    [property: Id(6)] string? After,
    [property: Id(7)] string? RequestId,
    [property: Id(8)] string? Hash);

/// <summary>Narrows a listing; null does not.</summary>
/// <param name="Actor">Asked for by them.</param>
/// <param name="Subject">About this target.</param>
/// <param name="Command">Of this name.</param>
/// <param name="From">At that time or later.</param>
/// <param name="To">Before that time.</param>
[GenerateSerializer, Immutable, Alias("authserve.AuditFilter")]
public sealed record AuditFilter(
    [property: Id(0)] UserId? Actor,
    [property: Id(1)] string? Subject,
    [property: Id(2)] string? Command,
    [property: Id(3)] DateTimeOffset? From,
    [property: Id(4)] DateTimeOffset? To);

/// <summary>What came of recomputing the chain.</summary>
/// <param name="FirstRevision">
/// Where the chain begins: later than 1 when an earlier version, which knew no hashes, wrote the entries before. Null when it has not begun.
/// </param>
/// <param name="LastRevision">The newest revision, which the organization vouches for.</param>
/// <param name="Entries">How many entries of the chain were found right, up to the first that is not.</param>
/// <param name="LastHash">The hash that the organization committed with the newest entry; null when the chain has not begun.</param>
/// <param name="Break">The first thing that is wrong; null when nothing is.</param>
[GenerateSerializer, Immutable, Alias("authserve.AuditVerification")]
public sealed record AuditVerification(
    [property: Id(0)] long? FirstRevision,
    [property: Id(1)] long LastRevision,
    [property: Id(2)] long Entries,
    [property: Id(3)] string? LastHash,
    [property: Id(4)] AuditBreak? Break);

/// <summary>Where a log is not what was written.</summary>
/// <param name="Revision">The first revision that is wrong.</param>
/// <param name="Reason">How.</param>
[GenerateSerializer, Immutable, Alias("authserve.AuditBreak")]
public sealed record AuditBreak([property: Id(0)] long Revision, [property: Id(1)] AuditBreakReason Reason);

/// <summary>How a log is wrong.</summary>
[GenerateSerializer, Alias("authserve.AuditBreakReason")]
public enum AuditBreakReason
{
    /// <summary>There is no entry of that revision.</summary>
    Missing = 0,

    /// <summary>The entry does not have the hash that follows from it and the one before.</summary>
    Changed = 1,

    /// <summary>There is an entry of a revision that the organization never had.</summary>
    Unexpected = 2,

    /// <summary>The chain fits together, but its newest hash is not the one that the organization committed: entries were written anew.</summary>
    Replaced = 3,
}
