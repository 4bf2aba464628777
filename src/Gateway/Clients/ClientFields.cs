using System.Collections.Immutable;
using AuthServe.Gateway.Input;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.Permissions;

namespace AuthServe.Gateway.Clients;

/// <summary>Reads the members of requests about clients.</summary>
internal static class ClientFields
{
    /// <summary>The scopes that say something of the user, and that every client may be allowed (OpenID Connect Core, sections 5.4 and 11).</summary>
    private static readonly string[] IdentityScopes = ["openid", "profile", "email", "offline_access"];

    private static readonly string ScopeAllowed = $"{string.Join(", ", IdentityScopes)}, or a permission: {PermissionName.Allowed}";

    /// <summary>Redirect URIs, exactly as they are given; repeated ones count once.</summary>
    /// <param name="fields">Collects what is wrong.</param>
    /// <param name="member">The member.</param>
    /// <param name="texts">What it holds.</param>
    /// <param name="isConfidential">False also when the kind of the client is not known here.</param>
    public static ImmutableArray<string> RedirectUris(this Fields fields, string member, string?[]? texts, bool isConfidential) =>
        fields.Each(member, texts ?? [], ClientRules.MaxRedirectUris, text => RedirectUri.IsAllowed(text, isConfidential), RedirectUri.Allowed);

    /// <summary>Scopes; null for no limit.</summary>
    public static ImmutableArray<string>? Scopes(this Fields fields, string member, string?[]? texts) => texts is null
        ? null
        : fields.Each(
            member, texts, ClientRules.MaxScopes, text => IdentityScopes.Contains(text) || PermissionName.TryParse(text, out _), ScopeAllowed);

    /// <summary>Grant types; repeated ones count once.</summary>
    public static ImmutableArray<string> GrantTypesOf(this Fields fields, string member, string?[] texts)
    {
        string[] known =
        [
            GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.ClientCredentials, GrantTypes.DeviceCode, GrantTypes.TokenExchange,
        ];
        return fields.Each(member, texts, known.Length, known.Contains, $"one of: {string.Join(", ", known)}");
    }

    /// <summary>How the client authenticates.</summary>
    public static string AuthenticationMethod(this Fields fields, string member, string? text) => fields.OneOf(
        member, text, AuthenticationMethods.None, AuthenticationMethods.ClientSecretBasic, AuthenticationMethods.ClientSecretPost,
        AuthenticationMethods.PrivateKeyJwt);

    private static ImmutableArray<string> Each(
        this Fields fields, string member, string?[] texts, int most, Predicate<string> isAllowed, string allowed)
    {
        var given = ImmutableArray.CreateBuilder<string>(texts.Length);
        for (var at = 0; at < texts.Length; at++)
        {
            if (fields.Required($"{member}[{at}]", texts[at]) is not { } text) continue;
            if (!isAllowed(text)) fields.Refuse($"{member}[{at}]", $"It must be {allowed}.");
            given.Add(text);
        }

        ImmutableArray<string> distinct = [.. given.Distinct(StringComparer.Ordinal)];
        if (distinct.Length > most) fields.Refuse(member, $"There must be at most {most}.");
        return distinct;
    }
}
