using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.Clients;

/// <summary>An OAuth client, for the OAuth endpoints. Key: <see cref="ClientId.GrainKey"/>. Written only by its organization.</summary>
[Alias("authserve.IClientGrain")]
public interface IClientGrain : IGrainWithStringKey
{
    /// <summary>The committed client with the hashes of its secrets; null when there is none or it was deleted.</summary>
    [AlwaysInterleave, Alias("Find")]
    ValueTask<OAuthClient?> FindAsync(CancellationToken cancellationToken = default);
}

/// <summary>A client as the OAuth endpoints need it. The hashes go no further than these.</summary>
/// <param name="Id">Its <c>client_id</c>.</param>
/// <param name="Organization">Whose client it is.</param>
/// <param name="Name">Shown to people.</param>
/// <param name="IsConfidential">Whether it can keep a secret (RFC 6749, section 2.1).</param>
/// <param name="AuthenticationMethod">One of <see cref="AuthenticationMethods"/>.</param>
/// <param name="RedirectUris">Compared exactly as they are.</param>
/// <param name="PostLogoutRedirectUris">Compared exactly as they are.</param>
/// <param name="GrantTypes">Those of <see cref="Clients.GrantTypes"/> it may use.</param>
/// <param name="Scopes">Identity scopes and permission slugs it may be granted; null for whatever the subject holds.</param>
/// <param name="IsFirstParty">The organization's own: nobody is asked for consent.</param>
/// <param name="Jwks">Its public keys, the JSON of a JWK set (RFC 7517, section 5); null when it has none.</param>
/// <param name="Secrets">At most two, the newest first; one that has expired counts for nothing.</param>
/// <param name="CreatedAt">UTC.</param>
[GenerateSerializer, Immutable, Alias("authserve.OAuthClient")]
public sealed record OAuthClient(
    [property: Id(0)] ClientId Id,
    [property: Id(1)] OrganizationId Organization,
    [property: Id(2)] string Name,
    [property: Id(3)] bool IsConfidential,
    [property: Id(4)] string AuthenticationMethod,
    [property: Id(5)] ImmutableArray<string> RedirectUris,
    [property: Id(6)] ImmutableArray<string> PostLogoutRedirectUris,
    [property: Id(7)] ImmutableArray<string> GrantTypes,
    [property: Id(8)] ImmutableArray<string>? Scopes,
    [property: Id(9)] bool IsFirstParty,
    [property: Id(10)] string? Jwks,
    [property: Id(11)] ImmutableArray<ClientSecretHash> Secrets,
    [property: Id(12)] DateTimeOffset CreatedAt);

/// <summary>What is kept of a secret of 256 random bits.</summary>
/// <param name="Sha256">SHA-256 of the secret's UTF-8, base64url without padding.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">UTC; null while no newer secret takes its place.</param>
[GenerateSerializer, Immutable, Alias("authserve.ClientSecretHash")]
public sealed record ClientSecretHash(
    [property: Id(0)] string Sha256,
    [property: Id(1)] DateTimeOffset CreatedAt,
    [property: Id(2)] DateTimeOffset? ExpiresAt);
