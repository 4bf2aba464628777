using System.Collections.Concurrent;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;

namespace AuthServe.GrainInterfaces.Leases;

/// <summary>What was told of changes, for as long as what is from before them may still arrive.</summary>
public sealed class ChangeFloors(TimeProvider time)
{
    /// <summary>How long a change is remembered.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromMinutes(5);

    /// <summary>What took longer to read is not kept: the change that it is from before may be forgotten.</summary>
    public static readonly TimeSpan LongestRead = Retention / 2;

    private readonly ConcurrentDictionary<Guid, Floor> _organizations = new();
    private readonly ConcurrentDictionary<Guid, Floor> _users = new();
    private readonly ConcurrentDictionary<Guid, Floor> _clients = new();

    /// <summary>From now on nothing from before the change is allowed.</summary>
    public void Raise(Change change)
    {
        if (change.Organization is { } organization) Raise(_organizations, organization.Value, change.Revision);
        if (change.User is { } user) Raise(_users, user.Value, change.UserVersion);
        if (change.Client is { } client) Raise(_clients, client.Value, change.ClientRevision);
    }

    /// <summary>Whether a policy of this revision has every change that was told.</summary>
    public bool Allows(OrganizationId organization, long revision) => Allows(_organizations, organization.Value, revision);

    /// <summary>Whether a user of this version has every change that was told.</summary>
    public bool Allows(UserId user, long version) => Allows(_users, user.Value, version);

    /// <summary>Whether a client of this revision has every change that was told.</summary>
    public bool Allows(ClientId client, long revision) => Allows(_clients, client.Value, revision);

    /// <summary>Forgets what is old.</summary>
    public void Prune()
    {
        foreach (var floors in (ConcurrentDictionary<Guid, Floor>[])[_organizations, _users, _clients])
        {
            foreach (var floor in floors.Where(floor => time.GetElapsedTime(floor.Value.At) > Retention)) floors.TryRemove(floor);
        }
    }

    private static bool Allows(ConcurrentDictionary<Guid, Floor> floors, Guid id, long version) =>
        !floors.TryGetValue(id, out var floor) || version >= floor.Version;

    private void Raise(ConcurrentDictionary<Guid, Floor> floors, Guid id, long version) =>
        floors.AddOrUpdate(
            id,
            _ => new(version, time.GetTimestamp()),
            (_, floor) => new(Math.Max(floor.Version, version), time.GetTimestamp()));

    private readonly record struct Floor(long Version, long At);
}
