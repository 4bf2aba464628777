using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
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

    /// <summary>Members by user name, after <paramref name="after"/>.</summary>
    Task<Page<Member>> ListMembersAsync(OrganizationId organization, MemberFilter filter, string? after, int limit);

    /// <summary>At most so many ids of clients in their order, after <paramref name="after"/>.</summary>
    Task<ImmutableArray<Guid>> ListClientsAsync(Guid organization, Guid? after, int count);

    /// <summary>How many clients there are.</summary>
    Task<int> CountClientsAsync(Guid organization);
}
