using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Invitations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Organizations;

namespace AuthServe.Grains.Projections;

/// <summary>The tables that follow the organizations' logs: the audit log itself and the directories of members and clients.</summary>
internal interface IProjections
{
    /// <summary>Whether the entry of that revision has been projected, which is the last thing done with it.</summary>
    Task<bool> ContainsAsync(Guid organization, long revision);

    /// <summary>Projects an entry, all of it or nothing. Repeating it changes nothing.</summary>
    Task WriteAsync(Guid organization, LogEntry entry);

    /// <summary>The entry that executed this request; null when none did.</summary>
    Task<ExecutedRequest?> FindRequestAsync(Guid organization, Guid request);

    /// <summary>Members by user name, or by what is searched, after <paramref name="after"/>.</summary>
    Task<Page<Member>> ListMembersAsync(OrganizationId organization, MemberFilter filter, MemberPosition? after, int limit);

    /// <summary>
    /// The accounts, also those of clients, that may use one of the roles for the object (<c>type/id</c>; null for the organization as a
    /// whole): at most <paramref name="count"/> by id, after <paramref name="after"/>.
    /// </summary>
    Task<ImmutableArray<Guid>> ListRoleHoldersAsync(
        Guid organization, IEnumerable<string> roles, string? resource, DateTimeOffset now, Guid? after, int count);

    /// <summary>The active members who have one of these roles, by all roles they have; each combination once, with its first members by user name.</summary>
    Task<ImmutableArray<AccountGroup>> GroupMembersAsync(Guid organization, ImmutableArray<string> roles, int firstUsers);

    /// <summary>At most so many ids of clients in their order, after <paramref name="after"/>.</summary>
    Task<ImmutableArray<Guid>> ListClientsAsync(Guid organization, Guid? after, int count);

    /// <summary>Invitations that can still be accepted, by id, after <paramref name="after"/>.</summary>
    Task<Page<Invitation>> ListInvitationsAsync(Guid organization, InvitationId? after, int limit, DateTimeOffset now);

    /// <summary>The invitation of that address that waits, also one that has run out; null when there is none.</summary>
    Task<Guid?> FindInvitationAsync(Guid organization, string email);

    /// <summary>How many invitations wait, those included that have run out.</summary>
    Task<int> CountInvitationsAsync(Guid organization);

    /// <summary>How many clients there are.</summary>
    Task<int> CountClientsAsync(Guid organization);
}

/// <summary>What an organization notes of a request that it has executed.</summary>
/// <param name="Revision">Of the entry that did.</param>
/// <param name="Answer">As in <see cref="RequestEffect"/>.</param>
internal sealed record ExecutedRequest(long Revision, string Answer);
