using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.Access;

/// <summary>
/// Searches by what is permitted in one organization: whatever is found, a check allows. Nothing is found by a right whose revocation was
/// acknowledged before the call. Key: the organization's id.
/// </summary>
[Alias("authserve.IAccessSearchGrain")]
public interface IAccessSearchGrain : IGrainWithGuidKey
{
    /// <summary>The ids of the accounts, members' and OAuth clients', that hold the permission.</summary>
    /// <param name="permission">Slug.</param>
    /// <param name="resource">The object it is asked for, <c>type/id</c>; null for the organization as a whole.</param>
    /// <param name="slice">Which of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [AlwaysInterleave, Alias("FindSubjects")]
    ValueTask<Found> FindSubjectsAsync(string permission, string? resource, Slice slice, CancellationToken cancellationToken = default);

    /// <summary>
    /// The ids of the objects of a type for which a subject holds the permission; <c>*</c> alone where it is held in the whole organization.
    /// </summary>
    /// <param name="subject">Who.</param>
    /// <param name="permission">Slug. Its first two parts are the type.</param>
    /// <param name="slice">Which of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [AlwaysInterleave, Alias("FindObjects")]
    ValueTask<Found> FindObjectsAsync(UserId subject, string permission, Slice slice, CancellationToken cancellationToken = default);

    /// <summary>The actions of the catalogue that a subject may do on an object or, without one, in the whole organization.</summary>
    /// <param name="subject">Who.</param>
    /// <param name="type">The first two parts of permissions.</param>
    /// <param name="resource">The object, <c>type/id</c>; null for the organization as a whole.</param>
    /// <param name="slice">Which of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [AlwaysInterleave, Alias("FindActions")]
    ValueTask<Found> FindActionsAsync(
        UserId subject, string type, string? resource, Slice slice, CancellationToken cancellationToken = default);
}

/// <summary>A part of an ordered list that is asked for.</summary>
/// <param name="After">The item before it; null from the start. Where items are ids, an id.</param>
/// <param name="Limit">How many items at most.</param>
[GenerateSerializer, Immutable, Alias("authserve.Slice")]
public sealed record Slice([property: Id(0)] string? After, [property: Id(1)] int Limit);

/// <summary>What a search found.</summary>
/// <param name="Revision">The revision of the organization it is true for; 0 when the subject is no member.</param>
/// <param name="Page">By ordinal.</param>
[GenerateSerializer, Immutable, Alias("authserve.Found")]
public sealed record Found([property: Id(0)] long Revision, [property: Id(1)] Page<string> Page);
