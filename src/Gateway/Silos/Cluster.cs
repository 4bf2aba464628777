using AuthServe.GrainInterfaces.Access;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Audit;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Grants;
using AuthServe.GrainInterfaces.Idempotency;
using AuthServe.GrainInterfaces.Invitations;
using AuthServe.GrainInterfaces.Leases;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.GrainInterfaces.Roles;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.GrainInterfaces.SigningKeys;
using AuthServe.GrainInterfaces.SignIns;
using AuthServe.GrainInterfaces.Silos;
using AuthServe.GrainInterfaces.Users;

namespace AuthServe.Gateway.Silos;

/// <summary>
/// The grains, for everything in the gateway that calls one. Asking for a grain throws <see cref="ClusterUnavailableException"/> at once
/// while no silo is connected.
/// </summary>
internal sealed class Cluster(IClusterClient client, ClusterConnection connection)
{
    /// <summary>Sign-up, sign-in and adding of accounts.</summary>
    public IAccountsGrain Accounts => Connected.GetGrain<IAccountsGrain>(0);

    /// <summary>What is done by links in mail.</summary>
    public IAccountLinksGrain AccountLinks => Connected.GetGrain<IAccountLinksGrain>(0);

    /// <summary>
    /// The key ring, also while no silo is connected: a call to it is what connects the client again.
    /// </summary>
    public ISigningKeysGrain SigningKeys =>
        connection.IsStarted ? client.GetGrain<ISigningKeysGrain>(0) : throw new ClusterUnavailableException();

    /// <summary>Who is in the cluster.</summary>
    public ISilosGrain Silos => Connected.GetGrain<ISilosGrain>(0);

    private IClusterClient Connected => connection.IsUp ? client : throw new ClusterUnavailableException();

    /// <summary>Notes that a silo has answered, so that the next call is let through.</summary>
    public void NoteAnswer() => connection.NoteAnswer();

    /// <summary>Leave to answer from memory, of the silo that one of several keys leads to.</summary>
    public IGatewayLeases Leases(int key) => Connected.GetGrain<IGatewayLeases>(key);

    /// <summary>One user.</summary>
    public IUserGrain User(UserId user) => Connected.GetGrain<IUserGrain>(user.Value);

    /// <summary>The members of an organization.</summary>
    public IOrganizationMembers Members(OrganizationId organization) => Connected.GetGrain<IOrganizationMembers>(organization.Value);

    /// <summary>The roles of an organization.</summary>
    public IOrganizationRoles Roles(OrganizationId organization) => Connected.GetGrain<IOrganizationRoles>(organization.Value);

    /// <summary>The catalogue of an organization.</summary>
    public IOrganizationPermissions Permissions(OrganizationId organization) =>
        Connected.GetGrain<IOrganizationPermissions>(organization.Value);

    /// <summary>Catalogue and roles of an organization as one document.</summary>
    public IOrganizationManifest Manifest(OrganizationId organization) => Connected.GetGrain<IOrganizationManifest>(organization.Value);

    /// <summary>An organization as a whole.</summary>
    public IOrganizationGrain Organization(OrganizationId organization) => Connected.GetGrain<IOrganizationGrain>(organization.Value);

    /// <summary>The sessions of a user.</summary>
    public IUserSessions Sessions(UserId user) => Connected.GetGrain<IUserSessions>(user.Value);

    /// <summary>One OAuth client.</summary>
    public IClientGrain Client(ClientId client) => Connected.GetGrain<IClientGrain>(client.GrainKey);

    /// <summary>One write that may be sent again.</summary>
    public IIdempotencyGrain Request(string key) => Connected.GetGrain<IIdempotencyGrain>(key);

    /// <summary>One authorization with its credentials.</summary>
    public IGrantGrain Grant(Guid grant) => Connected.GetGrain<IGrantGrain>(grant);

    /// <summary>One user code of a device.</summary>
    public IUserCodeGrain UserCode(string code) => Connected.GetGrain<IUserCodeGrain>(GrainInterfaces.Grants.UserCode.GrainKey(code));

    /// <summary>The OAuth clients of an organization.</summary>
    public IOrganizationClients Clients(OrganizationId organization) => Connected.GetGrain<IOrganizationClients>(organization.Value);

    /// <summary>The audit log of an organization.</summary>
    public IAuditGrain Audit(OrganizationId organization) => Connected.GetGrain<IAuditGrain>(organization.Value);

    /// <summary>The invitations of an organization.</summary>
    public IOrganizationInvitations Invitations(OrganizationId organization) =>
        Connected.GetGrain<IOrganizationInvitations>(organization.Value);

    /// <summary>Searches by what is permitted in an organization.</summary>
    public IAccessSearchGrain Search(OrganizationId organization) => Connected.GetGrain<IAccessSearchGrain>(organization.Value);

    /// <summary>How the password of a user was tried.</summary>
    public ISignInsGrain SignIns(UserId user) => Connected.GetGrain<ISignInsGrain>(user.Value);

    /// <summary>One name somebody may sign in with.</summary>
    public ILoginNameGrain LoginName(string key) => Connected.GetGrain<ILoginNameGrain>(key);
}

/// <summary>No silo can be asked now.</summary>
internal sealed class ClusterUnavailableException() : Exception("No silo is connected.");
