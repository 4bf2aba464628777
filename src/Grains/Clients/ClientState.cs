using System.Collections.Immutable;

namespace AuthServe.Grains.Clients;

/// <summary>
/// A client as stored, and as the organization hands it down. A deleted one leaves a row without an organization, so that its revision
/// only grows.
/// </summary>
[GenerateSerializer, Immutable, Alias("authserve.internal.ClientState")]
internal sealed record ClientState
{
    /// <summary>Whose client it is; the nil UUID when there is none.</summary>
    [Id(0)] public Guid Organization { get; init; }

    [Id(1)] public string Name { get; init; } = "";

    [Id(2)] public bool IsConfidential { get; init; }

    [Id(3)] public string AuthenticationMethod { get; init; } = "";

    [Id(4)] public ImmutableArray<string> RedirectUris { get; init; } = [];

    [Id(5)] public ImmutableArray<string> PostLogoutRedirectUris { get; init; } = [];

    [Id(6)] public ImmutableArray<string> GrantTypes { get; init; } = [];

    /// <summary>Null for whatever the subject holds.</summary>
    [Id(7)] public ImmutableArray<string>? Scopes { get; init; }

    [Id(8)] public bool IsFirstParty { get; init; }

    /// <summary>The JSON of a JWK set; null when the client has no keys.</summary>
    [Id(9)] public string? Jwks { get; init; }

    /// <summary>At most two, the newest first.</summary>
    [Id(10)] public ImmutableArray<SecretState> Secrets { get; init; } = [];

    /// <summary>The organization's revision that last changed the client.</summary>
    [Id(11)] public long Revision { get; init; }

    [Id(12)] public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What is kept of a client's secret.</summary>
[GenerateSerializer, Immutable, Alias("authserve.internal.SecretState")]
internal sealed record SecretState
{
    /// <summary>SHA-256 of the secret's UTF-8, base64url without padding.</summary>
    [Id(0)] public string Sha256 { get; init; } = "";

    [Id(1)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null while no newer one takes its place.</summary>
    [Id(2)] public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>What a log entry does to a client.</summary>
internal sealed record ClientEffect
{
    public Guid Client { get; init; }

    /// <summary>The client after the entry; null for a removal.</summary>
    public ClientState? State { get; init; }
}
