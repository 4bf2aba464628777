using AuthServe.Gateway.Caching;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Leases;
using AuthServe.GrainInterfaces.Organizations;

namespace AuthServe.Gateway.Checks;

/// <summary>
/// Members, policies and OAuth clients that silos have handed out copies of under one lease. Nothing is found that is from before a change that was
/// told, whether it came before that or comes after it.
/// </summary>
internal sealed class Copies(TimeProvider time)
{
    private const int Members = 50_000;
    private const int Policies = 1_000;
    private const int Clients = 5_000;
    private readonly ChangeFloors _told = new(time);
    private readonly RecentlyUsed<(UserId User, OrganizationId Organization), Member> _members = new(Members);
    private readonly RecentlyUsed<OrganizationId, Policy> _policies = new(Policies);
    private readonly RecentlyUsed<ClientId, ClientCopy> _clients = new(Clients);

    /// <summary>What to note before a copy is asked for.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>The member; null when it is not known.</summary>
    public Member? Find(UserId user, OrganizationId organization) =>
        _members.Find((user, organization)) is { } member && _told.Allows(user, member.Version) ? member : null;

    /// <summary>The policy; null when it is not known.</summary>
    public Policy? Find(OrganizationId organization) =>
        _policies.Find(organization) is { } policy && _told.Allows(organization, policy.Revision) ? policy : null;

    /// <summary>The client; null when it is not known.</summary>
    public OAuthClient? Find(ClientId client) =>
        _clients.Find(client) is { } copy && _told.Allows(client, copy.Revision) ? copy.Client : null;

    /// <summary>Keeps a member that was asked for at that time.</summary>
    public void Keep(UserId user, OrganizationId organization, MemberCopy copy, long asked)
    {
        if (IsRecent(asked)) _members.Set((user, organization), new(copy));
    }

    /// <summary>Keeps a policy that was asked for at that time.</summary>
    public void Keep(OrganizationId organization, PolicySnapshot copy, long asked)
    {
        if (IsRecent(asked)) _policies.Set(organization, new(copy));
    }

    /// <summary>Keeps a client that was asked for at that time.</summary>
    public void Keep(ClientId client, ClientCopy copy, long asked)
    {
        if (IsRecent(asked)) _clients.Set(client, copy);
    }

    /// <summary>When it returns, nothing is found that is from before the change.</summary>
    public void Apply(Change change) => _told.Raise(change);

    /// <summary>Lets the member be asked for again.</summary>
    public void Forget(UserId user, OrganizationId organization) => _members.Remove((user, organization));

    /// <summary>Removes what is from before a change, and then forgets changes that nothing can be from before any more.</summary>
    public void Prune()
    {
        _members.RemoveAll((key, member) => !_told.Allows(key.User, member.Version));
        _policies.RemoveAll((organization, policy) => !_told.Allows(organization, policy.Revision));
        _clients.RemoveAll((client, copy) => !_told.Allows(client, copy.Revision));
        _told.Prune();
    }

    // A change that it is from before may be forgotten.
    private bool IsRecent(long asked) => time.GetElapsedTime(asked) < ChangeFloors.LongestRead;
}
