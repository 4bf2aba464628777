using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.Grains.Audit;
using AuthServe.Grains.Projections;
using AuthServe.Permissions;

namespace AuthServe.Grains.Organizations;

/// <summary>An organization as stored. Small on purpose: what grows with use lives in grains and tables of its own.</summary>
internal sealed record OrganizationState
{
    /// <summary>
    /// The organization will never be founded: a sign-up that did not come through left only this row, which makes its late write fail.
    /// </summary>
    public bool IsAbandoned { get; init; }

    /// <summary>The organization is deleted: only this row and its log are left, once <see cref="DeletionTable"/> has forgotten it.</summary>
    public bool IsDeleted { get; init; }

    public ProfileState Profile { get; init; } = new();

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The newest entry's revision; 0 before the founding.</summary>
    public long Revision { get; init; }

    /// <summary>The first revision whose entry has a hash; 0 before there is one. Versions without hashes wrote the entries before it.</summary>
    public long HashedFrom { get; init; }

    /// <summary>The roles by slug, in ordinal order.</summary>
    public ImmutableArray<RoleVersion> Roles { get; init; } = [];

    /// <summary>The active members who are owners.</summary>
    public ImmutableSortedSet<Guid> Owners { get; init; } = [];

    /// <summary>
    /// The newest entry, committed with this row. Once its projection is written everything it says is done; until then the activation
    /// that reads it does it.
    /// </summary>
    public LogEntry? Pending { get; init; }

    /// <summary>The entry as it follows the newest one of that organization, with its hash.</summary>
    public LogEntry Chain(Guid organization, LogEntry entry) =>
        entry with { Hash = EntryHash.Of(Pending?.Hash ?? EntryHash.Before(organization), entry.ToAuditEntry()) };

    /// <summary>The state with one more entry.</summary>
    public OrganizationState After(LogEntry entry)
    {
        var changed = entry.ChangedRoles.Select(role => new RoleVersion { Name = role.Name, Revision = role.Revision });
        var kept = Roles.ExceptBy(entry.RemovedRoles.Concat(entry.ChangedRoles.Select(role => role.Name)), role => role.Name);
        return this with
        {
            IsDeleted = entry.IsDeletion,
            Profile = entry.IsDeletion ? new() : entry.Profile ?? Profile,
            Revision = entry.Revision,
            HashedFrom = HashedFrom > 0 ? HashedFrom : entry.Revision,
            Roles = [.. kept.Concat(changed).OrderBy(role => role.Name, StringComparer.Ordinal)],
            Owners = OwnersAfter(entry),
            Pending = entry,
        };
    }

    /// <summary>Who would be owner after the entry.</summary>
    public ImmutableSortedSet<Guid> OwnersAfter(LogEntry entry)
    {
        if (entry.IsDeletion) return [];
        if (entry.Member is not { } member) return Owners;
        var isOwner = member.Membership is { IsActive: true } membership
            && membership.Assignments.Any(assignment => assignment.Role == SystemRoles.Owner && assignment.Resource is null);
        return isOwner ? Owners.Add(member.User) : Owners.Remove(member.User);
    }
}

/// <summary>Which state of a role belongs to the organization's.</summary>
internal sealed record RoleVersion
{
    public string Name { get; init; } = "";

    /// <summary>The organization's revision that last changed the role.</summary>
    public long Revision { get; init; }
}

/// <summary>What an organization says of itself, as stored.</summary>
internal sealed record ProfileState
{
    public string Name { get; init; } = "";

    public string? Domain { get; init; }

    public string Type { get; init; } = "";

    public bool MfaRequired { get; init; }

    /// <summary>The profile after a change.</summary>
    public ProfileState After(UpdateOrganization command) => new()
    {
        Name = command.Name ?? Name,
        Domain = command.Domain switch { null => Domain, "" => null, var domain => domain },
        Type = command.Type ?? Type,
        MfaRequired = command.MfaRequired ?? MfaRequired,
    };

    public OrganizationProfile ToContract() => new(Name, Domain, Type, MfaRequired);
}
