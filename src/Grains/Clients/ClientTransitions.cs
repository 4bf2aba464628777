using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Clients;

namespace AuthServe.Grains.Clients;

/// <summary>What commands make of a client, and how others see it: values in, values out.</summary>
internal static class ClientTransitions
{
    public static ClientState ToState(this ClientSettings settings) => new()
    {
        Name = settings.Name,
        IsConfidential = settings.IsConfidential,
        AuthenticationMethod = settings.AuthenticationMethod,
        RedirectUris = settings.RedirectUris,
        PostLogoutRedirectUris = settings.PostLogoutRedirectUris,
        GrantTypes = settings.GrantTypes,
        Scopes = settings.Scopes,
        IsFirstParty = settings.IsFirstParty,
        Jwks = settings.Jwks,
    };

    /// <summary>The client after a change. What its way to authenticate has no use for goes.</summary>
    public static ClientState After(this ClientState client, UpdateClient command)
    {
        var method = command.AuthenticationMethod ?? client.AuthenticationMethod;
        return client with
        {
            Name = command.Name ?? client.Name,
            AuthenticationMethod = method,
            RedirectUris = command.RedirectUris ?? client.RedirectUris,
            PostLogoutRedirectUris = command.PostLogoutRedirectUris ?? client.PostLogoutRedirectUris,
            GrantTypes = command.GrantTypes ?? client.GrantTypes,
            Scopes = command.Scopes ?? client.Scopes,
            IsFirstParty = command.IsFirstParty ?? client.IsFirstParty,
            Jwks = command.Jwks ?? (method == AuthenticationMethods.PrivateKeyJwt ? client.Jwks : null),
            Secrets = AuthenticationMethods.UseSecret(method) ? client.Secrets : [],
        };
    }

    /// <summary>The client with a new secret; the one it has lives on for the overlap, and older ones do not.</summary>
    public static ClientState WithSecret(this ClientState client, string sha256, DateTimeOffset now, TimeSpan overlap)
    {
        var kept = overlap > TimeSpan.Zero ? client.Secrets.Take(1).Select(secret => secret with { ExpiresAt = now + overlap }) : [];
        return client with { Secrets = [new() { Sha256 = sha256, CreatedAt = now }, .. kept] };
    }

    /// <summary>The secrets that work at that time.</summary>
    public static IEnumerable<SecretState> LiveSecrets(this ClientState client, DateTimeOffset now) =>
        client.Secrets.Where(secret => secret.ExpiresAt is not { } end || end > now);

    public static ClientSettings ToSettings(this ClientState client) => new(
        client.Name, client.IsConfidential, client.AuthenticationMethod, client.RedirectUris, client.PostLogoutRedirectUris,
        client.GrantTypes, client.Scopes, client.IsFirstParty, client.Jwks);

    public static OAuthClient ToContract(this ClientState client, ClientId id) => new(
        id, new(client.Organization), client.Name, client.IsConfidential, client.AuthenticationMethod, client.RedirectUris,
        client.PostLogoutRedirectUris, client.GrantTypes, client.Scopes, client.IsFirstParty, client.Jwks,
        [.. client.Secrets.Select(secret => new ClientSecretHash(secret.Sha256, secret.CreatedAt, secret.ExpiresAt))], client.CreatedAt);
}
