using System.Collections.Immutable;

namespace AuthServe.GrainInterfaces.Clients;

/// <summary>What must hold of the settings of a client together. The gateway asks for a new client, the organization for every one.</summary>
public static class ClientRules
{
    /// <summary>How many redirect URIs of each kind a client has at most.</summary>
    public const int MaxRedirectUris = 50;

    /// <summary>How many scopes a client is limited to at most.</summary>
    public const int MaxScopes = 100;

    /// <summary>The first member that does not fit the others and what is allowed, as the HTTP API names them; null when all is well.</summary>
    public static ClientMistake? Find(ClientSettings settings) =>
        OfMethod(settings) ?? OfGrantTypes(settings)
        ?? OfUris("redirect_uris", settings.RedirectUris, settings) ?? OfUris("post_logout_redirect_uris", settings.PostLogoutRedirectUris, settings)
        ?? (settings.Scopes is { Length: > MaxScopes } ? new("scopes", $"There must be at most {MaxScopes}.") : null);

    private static ClientMistake? OfMethod(ClientSettings settings)
    {
        if (settings.IsConfidential == (settings.AuthenticationMethod == AuthenticationMethods.None))
        {
            return new("token_endpoint_auth_method", settings.IsConfidential
                ? "A confidential client must authenticate: client_secret_basic, client_secret_post or private_key_jwt."
                : "A public client cannot authenticate: it must be none.");
        }

        return (settings.AuthenticationMethod == AuthenticationMethods.PrivateKeyJwt, settings.Jwks is not null) switch
        {
            (true, false) => new("jwks", "It is required for private_key_jwt."),
            (false, true) => new("jwks", "Only a client that authenticates with private_key_jwt has keys."),
            _ => null,
        };
    }

    private static ClientMistake? OfGrantTypes(ClientSettings settings)
    {
        if (settings.GrantTypes.IsEmpty) return new("grant_types", "There must be at least one.");
        if (!settings.IsConfidential && settings.GrantTypes.Any(type => type is GrantTypes.ClientCredentials or GrantTypes.TokenExchange))
            return new("grant_types", $"Only a confidential client may use {GrantTypes.ClientCredentials} and {GrantTypes.TokenExchange}.");
        return settings.RedirectUris.IsEmpty && settings.GrantTypes.Contains(GrantTypes.AuthorizationCode)
            ? new("redirect_uris", $"{GrantTypes.AuthorizationCode} needs at least one.")
            : null;
    }

    private static ClientMistake? OfUris(string member, ImmutableArray<string> uris, ClientSettings settings)
    {
        if (uris.Length > MaxRedirectUris) return new(member, $"There must be at most {MaxRedirectUris}.");
        var wrong = uris.FindIndex(uri => !RedirectUri.IsAllowed(uri, settings.IsConfidential));
        return wrong < 0 ? null : new($"{member}[{wrong}]", $"It must be {RedirectUri.Allowed}.");
    }

    private static int FindIndex(this ImmutableArray<string> items, Predicate<string> match)
    {
        for (var at = 0; at < items.Length; at++)
        {
            if (match(items[at])) return at;
        }

        return -1;
    }
}

/// <summary>What is wrong with the settings of a client.</summary>
/// <param name="Member">As the HTTP API names it.</param>
/// <param name="Message">What is allowed.</param>
public sealed record ClientMistake(string Member, string Message);
