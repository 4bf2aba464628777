using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Problems;
using AuthServe.GrainInterfaces.Clients;

namespace AuthServe.Gateway.Clients;

/// <summary>Asks for a new client.</summary>
internal sealed record CreateClientRequest
{
    [Required, Description("Shown to people.")]
    public string? Name { get; init; }

    [Description("confidential, unless it is given, for one that can keep a secret; else public.")]
    public string? Type { get; init; }

    [Description("Where browsers may be sent back to: " + RedirectUri.Allowed + ".")]
    public string?[]? RedirectUris { get; init; }

    [Description("Where browsers may be sent after signing out.")]
    public string?[]? PostLogoutRedirectUris { get; init; }

    [Description("authorization_code and refresh_token with redirect URIs, else client_credentials, unless they are given.")]
    public string?[]? GrantTypes { get; init; }

    [Description("What it may be granted: openid, profile, email, offline_access and permissions. Whatever the user holds unless it is given.")]
    public string?[]? Scopes { get; init; }

    [Description("The organization's own: users are not asked for consent.")]
    public bool? FirstParty { get; init; }

    [Description("client_secret_basic for a confidential client and none for a public one, unless it is given.")]
    public string? TokenEndpointAuthMethod { get; init; }

    [Description("Its public keys, for private_key_jwt.")]
    public ClientKeySet? Jwks { get; init; }

    /// <summary>The settings this asks for, or what is wrong with them.</summary>
    public bool TryRead([NotNullWhen(true)] out ClientSettings? settings, [NotNullWhen(false)] out Problem? problem)
    {
        var fields = new Fields();
        var isConfidential = Type is null || fields.OneOf("type", Type, ClientTypes.Confidential, ClientTypes.Public) != ClientTypes.Public;
        var method = TokenEndpointAuthMethod is null
            ? DefaultMethod(isConfidential)
            : fields.AuthenticationMethod("token_endpoint_auth_method", TokenEndpointAuthMethod);
        var redirectUris = fields.RedirectUris("redirect_uris", RedirectUris, isConfidential);
        Jwks?.Check(fields, "jwks");
        settings = new(
            fields.Text("name", Name, TextLimits.DisplayName),
            isConfidential,
            method,
            redirectUris,
            fields.RedirectUris("post_logout_redirect_uris", PostLogoutRedirectUris, isConfidential),
            fields.GrantTypesOf("grant_types", GrantTypes ?? DefaultGrantTypes(isConfidential && redirectUris.IsEmpty)),
            fields.Scopes("scopes", Scopes),
            FirstParty ?? false,
            Jwks?.ToJson());
        if (!fields.AreValid(out problem)) return false;

        if (ClientRules.Find(settings) is { } mistake) fields.Refuse(mistake.Member, mistake.Message);
        return fields.AreValid(out problem);
    }

    private static string DefaultMethod(bool isConfidential) =>
        isConfidential ? AuthenticationMethods.ClientSecretBasic : AuthenticationMethods.None;

    private static string[] DefaultGrantTypes(bool isService) => isService
        ? [GrainInterfaces.Clients.GrantTypes.ClientCredentials]
        : [GrainInterfaces.Clients.GrantTypes.AuthorizationCode, GrainInterfaces.Clients.GrantTypes.RefreshToken];
}

/// <summary>Asks to change a client; what is not given stays.</summary>
internal sealed record UpdateClientRequest
{
    [Description("Shown to people.")]
    public string? Name { get; init; }

    [Description("They replace those of the client.")]
    public string?[]? RedirectUris { get; init; }

    [Description("They replace those of the client.")]
    public string?[]? PostLogoutRedirectUris { get; init; }

    [Description("They replace those of the client.")]
    public string?[]? GrantTypes { get; init; }

    [Description("They replace those of the client. Once limited, a client stays so.")]
    public string?[]? Scopes { get; init; }

    [Description("The organization's own: users are not asked for consent.")]
    public bool? FirstParty { get; init; }

    [Description("client_secret_basic, client_secret_post or private_key_jwt, with which it has no secrets any more.")]
    public string? TokenEndpointAuthMethod { get; init; }

    [Description("They replace those of the client.")]
    public ClientKeySet? Jwks { get; init; }

    /// <summary>The command this asks for, or what is wrong with it. Whether all fits together is the organization's to say.</summary>
    public bool TryRead([NotNullWhen(true)] out UpdateClient? command, [NotNullWhen(false)] out Problem? problem)
    {
        var fields = new Fields();
        Jwks?.Check(fields, "jwks");
        command = new(
            fields.OptionalText("name", Name, TextLimits.DisplayName),
            TokenEndpointAuthMethod is null ? null : fields.AuthenticationMethod("token_endpoint_auth_method", TokenEndpointAuthMethod),
            RedirectUris is null ? null : fields.RedirectUris("redirect_uris", RedirectUris, isConfidential: false),
            PostLogoutRedirectUris is null ? null : fields.RedirectUris("post_logout_redirect_uris", PostLogoutRedirectUris, isConfidential: false),
            GrantTypes is null ? null : fields.GrantTypesOf("grant_types", GrantTypes),
            fields.Scopes("scopes", Scopes),
            FirstParty,
            Jwks?.ToJson());
        return fields.AreValid(out problem);
    }
}

/// <summary>Asks for a new secret.</summary>
internal sealed record RotateSecretRequest
{
    private const int DefaultOverlap = 24 * 60 * 60;
    private const int LongestOverlap = 30 * DefaultOverlap;

    [Description("For how many seconds the secret it has still works, 0 to 2592000; 86400 unless it is given.")]
    public int? OverlapSeconds { get; init; }

    /// <summary>The overlap this asks for, or what is wrong with it.</summary>
    public bool TryRead(out TimeSpan overlap, [NotNullWhen(false)] out Problem? problem)
    {
        var fields = new Fields();
        var seconds = OverlapSeconds ?? DefaultOverlap;
        if (seconds is < 0 or > LongestOverlap) fields.Refuse("overlap_seconds", $"It must be 0 to {LongestOverlap}.");
        overlap = TimeSpan.FromSeconds(seconds);
        return fields.AreValid(out problem);
    }
}
