using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.GrainInterfaces.Sessions;
using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.Leases;

/// <summary>
/// Lets a gateway answer from memory: a silo tells it of every change before the change is acknowledged, or else waits until the gateway's
/// lease has run out. Key: any number; the lease is from the silo that answers.
/// </summary>
[Alias("authserve.IGatewayLeases")]
public interface IGatewayLeases : IGrainWithIntegerKey
{
    /// <summary>Begins a lease, or makes the one that the gateway has last longer. Changes are told to the observer.</summary>
    [AlwaysInterleave, Alias("Renew")]
    ValueTask<GatewayLease> RenewAsync(IChangeObserver observer, Guid? held, CancellationToken cancellationToken = default);

    /// <summary>Ends a lease by which nothing is answered any more.</summary>
    [AlwaysInterleave, Alias("End")]
    Task EndAsync(Guid lease, CancellationToken cancellationToken = default);

    /// <summary>
    /// What checks of a member are answered from. It may be kept under the lease: nothing that the silo of that lease had been told of before
    /// is missing in it. Null when it must not be, or nobody is such a member: the user is to be asked.
    /// </summary>
    [AlwaysInterleave, Alias("GetMember")]
    ValueTask<MemberCopy?> GetMemberAsync(Guid lease, UserId user, OrganizationId organization, CancellationToken cancellationToken = default);

    /// <summary>The policy of an organization, as <see cref="GetMemberAsync"/> a member. Its revision is at least that of its last change.</summary>
    [AlwaysInterleave, Alias("GetPolicy")]
    ValueTask<PolicySnapshot?> GetPolicyAsync(Guid lease, OrganizationId organization, CancellationToken cancellationToken = default);

    /// <summary>An OAuth client, as <see cref="GetMemberAsync"/> a member.</summary>
    [AlwaysInterleave, Alias("GetClient")]
    ValueTask<ClientCopy?> GetClientAsync(Guid lease, ClientId client, CancellationToken cancellationToken = default);
}

/// <summary>Is told of changes. A gateway is one.</summary>
[Alias("authserve.IChangeObserver")]
public interface IChangeObserver : IGrainObserver
{
    /// <summary>When it returns, nothing is answered by the state before the change.</summary>
    [Alias("Apply")]
    Task ApplyAsync(Change change);
}

/// <summary>What a change is about.</summary>
/// <param name="Organization">The organization whose policy it changes; null when it changes none.</param>
/// <param name="Revision">The first revision of the policy that has it.</param>
/// <param name="User">The user whose record it changes; null when it changes none.</param>
/// <param name="UserVersion">The first version of the record that has it.</param>
/// <param name="Client">The OAuth client that it changes; null when it changes none.</param>
/// <param name="ClientRevision">The first revision of the client that has it.</param>
[GenerateSerializer, Immutable, Alias("authserve.Change")]
public sealed record Change(
    [property: Id(0)] OrganizationId? Organization,
    [property: Id(1)] long Revision,
    [property: Id(2)] UserId? User,
    [property: Id(3)] long UserVersion,
    [property: Id(4)] ClientId? Client = null,
    [property: Id(5)] long ClientRevision = 0)
{
    /// <summary>Whether gateways have nothing that it changes.</summary>
    public bool IsEmpty => Organization is null && User is null && Client is null;

    /// <summary>A change of a policy.</summary>
    public static Change Of(OrganizationId organization, long revision) => new(organization, revision, null, 0);

    /// <summary>A change of an OAuth client.</summary>
    public static Change Of(ClientId client, long revision) => new(null, 0, null, 0, client, revision);

    /// <summary>A change of a user.</summary>
    public static Change Of(UserId user, long version) => new(null, 0, user, version);
}

/// <summary>Leave to answer from memory.</summary>
/// <param name="Id">Whose: another one than before means that changes may have been missed in between.</param>
/// <param name="Duration">How long it is good, from before it was asked for; nothing when the silo cannot give it now.</param>
[GenerateSerializer, Immutable, Alias("authserve.GatewayLease")]
public sealed record GatewayLease([property: Id(0)] Guid Id, [property: Id(1)] TimeSpan Duration);

/// <summary>An active member, as far as checks ask.</summary>
/// <param name="Version">Of the user's record.</param>
/// <param name="Revision">Every change of the organization up to this one is in it, and in effect where the user is active.</param>
/// <param name="Roles">The roles given in the organization.</param>
/// <param name="Sessions">Those begun in the organization that had not ended. There may be newer ones.</param>
/// <param name="RevokedTokens">Access tokens that are refused, by their id.</param>
[GenerateSerializer, Immutable, Alias("authserve.MemberCopy")]
public sealed record MemberCopy(
    [property: Id(0)] long Version,
    [property: Id(1)] long Revision,
    [property: Id(2)] ImmutableArray<HeldRole> Roles,
    [property: Id(3)] ImmutableArray<LiveSession> Sessions,
    [property: Id(4)] ImmutableArray<string> RevokedTokens);

/// <summary>A role given to a member.</summary>
/// <param name="Role">Slug.</param>
/// <param name="Incarnation">It counts only while the role has this incarnation.</param>
/// <param name="Resource">The object it is limited to, <c>type/id</c>; null for the whole organization.</param>
/// <param name="ExpiresAt">It counts strictly before this time; null for no end.</param>
[GenerateSerializer, Immutable, Alias("authserve.HeldRole")]
public sealed record HeldRole(
    [property: Id(0)] string Role,
    [property: Id(1)] long Incarnation,
    [property: Id(2)] string? Resource,
    [property: Id(3)] DateTimeOffset? ExpiresAt);

/// <summary>A session that had not ended.</summary>
[GenerateSerializer, Immutable, Alias("authserve.LiveSession")]
public sealed record LiveSession([property: Id(0)] SessionId Id, [property: Id(1)] DateTimeOffset ExpiresAt);

/// <summary>An OAuth client as a gateway keeps it.</summary>
/// <param name="Revision">The organization's revision that last changed it.</param>
/// <param name="Client">The client.</param>
[GenerateSerializer, Immutable, Alias("authserve.ClientCopy")]
public sealed record ClientCopy([property: Id(0)] long Revision, [property: Id(1)] OAuthClient Client);
