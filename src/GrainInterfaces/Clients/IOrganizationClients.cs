using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.Clients;

/// <summary>
/// The OAuth clients of an organization. Key: the organization's id. Every command may fault with <c>actor.forbidden</c>, all but the
/// creation with <c>client.not_found</c>, and with <c>grant.exceeds_own</c> where a client could do something that the actor does not hold
/// and the actor is no owner.
/// </summary>
[Alias("authserve.IOrganizationClients")]
public interface IOrganizationClients : IGrainWithGuidKey
{
    /// <summary>The clients by id, which is by age.</summary>
    [AlwaysInterleave, Alias("List")]
    ValueTask<Page<Client>> ListClientsAsync(ClientId? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>One client, or <c>client.not_found</c>.</summary>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<Outcome<Client>> GetClientAsync(ClientId client, CancellationToken cancellationToken = default);

    /// <summary>Creates a client and its service account. Faults: <c>client.invalid</c>, <c>client.limit_reached</c>.</summary>
    [Alias("Create")]
    Task<Outcome<Receipt<Client>>> CreateClientAsync(Actor actor, CreateClient command, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes what is given and leaves the rest. A client that stops using a secret loses those it has. Fault: <c>client.invalid</c>, when
    /// what comes of it does not fit together.
    /// </summary>
    [Alias("Update")]
    Task<Outcome<Receipt<Client>>> UpdateClientAsync(
        Actor actor, ClientId client, UpdateClient command, CancellationToken cancellationToken = default);

    /// <summary>Deletes a client and its service account.</summary>
    [Alias("Delete")]
    Task<Outcome<Receipt>> DeleteClientAsync(Actor actor, ClientId client, CancellationToken cancellationToken = default);

    /// <summary>
    /// Gives a client a new secret. The one it has stays good for <paramref name="overlap"/>, older ones do not. Fault:
    /// <c>client.no_secret</c>, for one that uses none.
    /// </summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="client">Whose secret.</param>
    /// <param name="sha256">SHA-256 of the new secret's UTF-8, base64url without padding.</param>
    /// <param name="overlap">Zero ends the old secret at once.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    [Alias("RotateSecret")]
    Task<Outcome<Receipt<Client>>> RotateSecretAsync(
        Actor actor, ClientId client, string sha256, TimeSpan overlap, CancellationToken cancellationToken = default);

    /// <summary>Gives the service account a role; repeating it changes nothing. Faults: <c>role.not_found</c>, <c>client.no_owner</c>.</summary>
    [Alias("AssignRole")]
    Task<Outcome<Receipt>> AssignClientRoleAsync(Actor actor, ClientId client, string role, CancellationToken cancellationToken = default);

    /// <summary>Takes a role from the service account; repeating it changes nothing. Fault: <c>role.not_found</c>.</summary>
    [Alias("UnassignRole")]
    Task<Outcome<Receipt>> UnassignClientRoleAsync(Actor actor, ClientId client, string role, CancellationToken cancellationToken = default);
}

/// <summary>A client as its administrators see it: without anything that proves its identity.</summary>
/// <param name="Id">Its <c>client_id</c>.</param>
/// <param name="Settings">What was asked for.</param>
/// <param name="Roles">Slugs of the roles of its service account, sorted.</param>
/// <param name="Secrets">Those that still work, the newest first.</param>
/// <param name="CreatedAt">UTC.</param>
[GenerateSerializer, Immutable, Alias("authserve.Client")]
public sealed record Client(
    [property: Id(0)] ClientId Id,
    [property: Id(1)] ClientSettings Settings,
    [property: Id(2)] ImmutableArray<string> Roles,
    [property: Id(3)] ImmutableArray<ClientSecret> Secrets,
    [property: Id(4)] DateTimeOffset CreatedAt);

/// <summary>That a client has a secret, but not which.</summary>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">UTC; null while no newer one takes its place.</param>
[GenerateSerializer, Immutable, Alias("authserve.ClientSecret")]
public sealed record ClientSecret([property: Id(0)] DateTimeOffset CreatedAt, [property: Id(1)] DateTimeOffset? ExpiresAt);

/// <summary>What a client is and may do. The members mean what they mean in <see cref="OAuthClient"/>.</summary>
[GenerateSerializer, Immutable, Alias("authserve.ClientSettings")]
public sealed record ClientSettings(
    [property: Id(0)] string Name,
    [property: Id(1)] bool IsConfidential,
    [property: Id(2)] string AuthenticationMethod,
    [property: Id(3)] ImmutableArray<string> RedirectUris,
    [property: Id(4)] ImmutableArray<string> PostLogoutRedirectUris,
    [property: Id(5)] ImmutableArray<string> GrantTypes,
    [property: Id(6)] ImmutableArray<string>? Scopes,
    [property: Id(7)] bool IsFirstParty,
    [property: Id(8)] string? Jwks);

/// <summary>Asks for a new client.</summary>
/// <param name="Settings">What it is to be.</param>
/// <param name="SecretSha256">SHA-256 of its secret's UTF-8, base64url without padding; null exactly when its method uses none.</param>
[GenerateSerializer, Immutable, Alias("authserve.CreateClient")]
public sealed record CreateClient([property: Id(0)] ClientSettings Settings, [property: Id(1)] string? SecretSha256);

/// <summary>Asks to change a client; null leaves a property as it is. Whether it is confidential stays, and limited scopes stay limited.</summary>
[GenerateSerializer, Immutable, Alias("authserve.UpdateClient")]
public sealed record UpdateClient(
    [property: Id(0)] string? Name,
    [property: Id(1)] string? AuthenticationMethod,
    [property: Id(2)] ImmutableArray<string>? RedirectUris,
    [property: Id(3)] ImmutableArray<string>? PostLogoutRedirectUris,
    [property: Id(4)] ImmutableArray<string>? GrantTypes,
    [property: Id(5)] ImmutableArray<string>? Scopes,
    [property: Id(6)] bool? IsFirstParty,
    [property: Id(7)] string? Jwks);
