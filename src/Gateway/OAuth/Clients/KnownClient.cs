using AuthServe.Gateway.Security;
using AuthServe.GrainInterfaces.Clients;

namespace AuthServe.Gateway.OAuth.Clients;

/// <summary>A client that the protocol knows: one that an organization registered, or AuthServe's own.</summary>
/// <param name="ClientId">RFC 6749, section 2.2.</param>
/// <param name="Settings">What it is and may do. AuthServe's own belongs to no organization.</param>
internal sealed record KnownClient(string ClientId, OAuthClient Settings)
{
    /// <summary>The client that users sign in at directly: <c>POST /v1/login</c> and the hosted pages. It only refreshes.</summary>
    public static KnownClient Own { get; } = new(
        AccessTokens.OwnClient,
        new OAuthClient(
            default, default, "AuthServe", IsConfidential: false, AuthenticationMethods.None, [], [], [GrantTypes.RefreshToken], null,
            IsFirstParty: true, Jwks: null, [], default));

    /// <summary>Whether it may ask for this scope at all.</summary>
    public bool MayAskFor(string scope) => Settings.Scopes is not { } allowed || allowed.Contains(scope, StringComparer.Ordinal);

    /// <summary>Whether it may come to a token in this way.</summary>
    public bool MayUse(string grantType) => Settings.GrantTypes.Contains(grantType, StringComparer.Ordinal);
}
