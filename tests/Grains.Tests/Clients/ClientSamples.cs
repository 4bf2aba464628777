using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Clients;

namespace AuthServe.Grains.Tests.Clients;

/// <summary>Clients to ask for, right as they stand.</summary>
internal static class ClientSamples
{
    /// <summary>A confidential client that acts for itself.</summary>
    public static ClientSettings Service(string name = "Billing") => new(
        name, true, AuthenticationMethods.ClientSecretBasic, [], [], [GrantTypes.ClientCredentials], null, false, null);

    /// <summary>A confidential client that people sign in to.</summary>
    public static ClientSettings Web(params string[] scopes) => Service() with
    {
        RedirectUris = ["https://billing.example.com/callback"],
        GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
        Scopes = [.. scopes],
    };

    public static UpdateClient Rename(string name) => new(name, null, null, null, null, null, null, null);

    public static UpdateClient Limit(params ImmutableArray<string> scopes) => new(null, null, null, null, null, scopes, null, null);

    public static UpdateClient Authenticate(string method, string? jwks = null) => new(null, method, null, null, null, null, null, jwks);

    public static UpdateClient RedirectTo(params ImmutableArray<string> uris) => new(null, null, uris, null, null, null, null, null);
}
