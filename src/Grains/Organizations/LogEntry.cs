using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Audit;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Idempotency;
using AuthServe.GrainInterfaces.Leases;
using AuthServe.Grains.Audit;
using AuthServe.Grains.Clients;
using AuthServe.Grains.Invitations;
using AuthServe.Grains.Permissions;
using AuthServe.Grains.Roles;
using AuthServe.Grains.Users;

namespace AuthServe.Grains.Organizations;

/// <summary>One change of an organization: who did what, and what it makes of roles, catalogue, members and clients.</summary>
internal sealed record LogEntry
{
    public long Revision { get; init; }

    /// <summary>Who asked for it; null for AuthServe itself.</summary>
    public Guid? Actor { get; init; }

    public DateTimeOffset Time { get; init; }

    /// <summary>Names the request in the logs of the gateway; null for AuthServe itself.</summary>
    public string? RequestId { get; init; }

    /// <summary>What was asked, such as <c>role.attach_permission</c>.</summary>
    public string Command { get; init; } = "";

    /// <summary>What it is about: a role's or permission's slug, a user's, a client's or the organization's id.</summary>
    public string Target { get; init; } = "";

    /// <summary>The target before the change, as JSON; null when it did not exist.</summary>
    public string? Before { get; init; }

    /// <summary>The target after the change, as JSON; null when it no longer exists.</summary>
    public string? After { get; init; }

    /// <summary>Of the entry and all before it (<see cref="EntryHash"/>); null for one committed before there were hashes.</summary>
    public string? Hash { get; init; }

    /// <summary>What the organization says of itself after the entry; null when that stays.</summary>
    public ProfileState? Profile { get; init; }

    /// <summary>Whether the entry deletes the organization: the last one of its log.</summary>
    public bool IsDeletion { get; init; }

    /// <summary>Roles made or changed, as they are after the entry.</summary>
    public ImmutableArray<RoleState> ChangedRoles { get; init; } = [];

    /// <summary>Slugs of roles deleted.</summary>
    public ImmutableArray<string> RemovedRoles { get; init; } = [];

    public CatalogueEffect? Catalogue { get; init; }

    public MemberEffect? Member { get; init; }

    /// <summary>The client made, changed or deleted; <see cref="Member"/> is then its service account.</summary>
    public ClientEffect? Client { get; init; }

    public SessionsEffect? Sessions { get; init; }

    public InvitationEffect? Invitation { get; init; }

    /// <summary>The request it was made for, with what that is answered; null when it may be asked for again.</summary>
    public RequestEffect? Request { get; init; }

    /// <summary>That request, until the entry is committed: its seed is not stored.</summary>
    [JsonIgnore]
    public RequestKey? Key { get; init; }

    /// <summary>What the command answers, until the entry is committed, where that is not what it changes.</summary>
    [JsonIgnore]
    public object? Made { get; init; }

    /// <summary>What gateways must have forgotten before it is in effect anywhere. What it changes of a user is announced with the user's record.</summary>
    public Change ToAnnounce(OrganizationId organization)
    {
        var changesPolicy = IsDeletion || !ChangedRoles.IsEmpty || !RemovedRoles.IsEmpty;
        return new(changesPolicy ? organization : null, Revision, null, 0, Client is { } client ? new ClientId(client.Client) : null, Revision);
    }

    /// <summary>The entry as it reads in the log.</summary>
    public AuditEntry ToAuditEntry() =>
        new(Revision, Time, Actor is { } actor ? new(actor) : null, Command, Target, Before, After, RequestId, Hash);
}

/// <summary>A request that is executed by a log entry.</summary>
internal sealed record RequestEffect
{
    public Guid Id { get; init; }

    /// <summary>What the command answers beside the revision, sealed with the seed of the request.</summary>
    public string Answer { get; init; } = "";
}

/// <summary>Sessions of a member that a log entry ends.</summary>
internal sealed record SessionsEffect
{
    public Guid User { get; init; }

    public ImmutableArray<Guid> Ended { get; init; } = [];
}
