using OpenIddict.Abstractions;

namespace AuthServe.Gateway.OAuth;

/// <summary>The scopes that are about who somebody is (OpenID Connect Core 1.0, sections 5.4 and 11); every other one is a permission.</summary>
internal static class IdentityScopes
{
    public const string OpenId = OpenIddictConstants.Scopes.OpenId;
    public const string Profile = OpenIddictConstants.Scopes.Profile;
    public const string Email = OpenIddictConstants.Scopes.Email;
    public const string OfflineAccess = OpenIddictConstants.Scopes.OfflineAccess;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [OpenId, Profile, Email, OfflineAccess];

    public static bool Contains(string scope) => scope is OpenId or Profile or Email or OfflineAccess;
}
