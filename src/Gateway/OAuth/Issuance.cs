using AuthServe.Gateway.Security;
using AuthServe.GrainInterfaces.Grants;
using OpenIddict.Server;

namespace AuthServe.Gateway.OAuth;

/// <summary>What the steps of one request hand to the steps that write its tokens.</summary>
internal sealed class Issuance
{
    private const string Property = "authserve.issuance";

    /// <summary>What the user allows: what a code is made for.</summary>
    public Authorization? Authorization { get; set; }

    /// <summary>The access token to make.</summary>
    public AccessGrant? Access { get; set; }

    /// <summary>The refresh token to hand out.</summary>
    public IssuedCredential? RefreshToken { get; set; }

    /// <summary>The user code that belongs to the device code.</summary>
    public string? UserCode { get; set; }

    /// <summary>That of a request.</summary>
    public static Issuance Of(OpenIddictServerTransaction transaction)
    {
        if (transaction.Properties.TryGetValue(Property, out var found) && found is Issuance known) return known;
        var made = new Issuance();
        transaction.Properties[Property] = made;
        return made;
    }
}
