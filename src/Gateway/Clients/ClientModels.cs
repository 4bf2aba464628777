using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;
using AuthServe.GrainInterfaces.Clients;

namespace AuthServe.Gateway.Clients;

/// <summary>An OAuth client of the organization. No record: those print what they hold, and this may hold a secret.</summary>
internal sealed class ClientModel
{
    [Description("Its client_id, and the user id of the account it acts by when it acts for itself.")]
    public required Guid ClientId { get; init; }

    [Description("256 random bits. Only here, and never again."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientSecret { get; init; }

    [Description("Shown to people.")]
    public required string Name { get; init; }

    [Description("confidential or public.")]
    public required string Type { get; init; }

    [Description("none, client_secret_basic, client_secret_post or private_key_jwt.")]
    public required string TokenEndpointAuthMethod { get; init; }

    [Description("Compared exactly as they are.")]
    public required ImmutableArray<string> RedirectUris { get; init; }

    [Description("Compared exactly as they are.")]
    public required ImmutableArray<string> PostLogoutRedirectUris { get; init; }

    public required ImmutableArray<string> GrantTypes { get; init; }

    [Description("What it may be granted; null for whatever the user holds.")]
    public required ImmutableArray<string>? Scopes { get; init; }

    [Description("The organization's own: users are not asked for consent.")]
    public required bool FirstParty { get; init; }

    [Description("Its public keys; null when it has none.")]
    public required ClientKeySet? Jwks { get; init; }

    [Description("Names of roles, sorted: what it may do by itself.")]
    public required ImmutableArray<string> Roles { get; init; }

    [Description("That it has secrets, the newest first; not which.")]
    public required ImmutableArray<ClientSecretModel> Secrets { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The client, with its secret where it is made.</summary>
    public static ClientModel From(Client client, string? secret = null) => new()
    {
        ClientId = client.Id.Value,
        ClientSecret = secret,
        Name = client.Settings.Name,
        Type = ClientTypes.Of(client.Settings.IsConfidential),
        TokenEndpointAuthMethod = client.Settings.AuthenticationMethod,
        RedirectUris = client.Settings.RedirectUris,
        PostLogoutRedirectUris = client.Settings.PostLogoutRedirectUris,
        GrantTypes = client.Settings.GrantTypes,
        Scopes = client.Settings.Scopes,
        FirstParty = client.Settings.IsFirstParty,
        Jwks = ClientKeySet.Parse(client.Settings.Jwks),
        Roles = client.Roles,
        Secrets = [.. client.Secrets.Select(kept => new ClientSecretModel(kept.CreatedAt, kept.ExpiresAt))],
        CreatedAt = client.CreatedAt,
    };
}

/// <summary>A secret of a client, without what it is.</summary>
internal sealed record ClientSecretModel(
    DateTimeOffset CreatedAt,
    [property: Description("When it ends, because a newer one took its place; null for the newest.")] DateTimeOffset? ExpiresAt);
