using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth;

/// <summary>
/// Refuses a request that does not say where it is answered: it would be taken for the one address that the client has registered, which
/// its code is then not bound to (OpenID Connect Core 1.0, section 3.1.2.1; RFC 9700, section 4.1).
/// </summary>
internal sealed class RequireRedirectUri :
    IOpenIddictServerHandler<ValidateAuthorizationRequestContext>, IOpenIddictServerHandler<ValidatePushedAuthorizationRequestContext>
{
    private const string Missing = "The redirect_uri is missing.";

    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context) => Check(context, context.RedirectUri);

    public ValueTask HandleAsync(ValidatePushedAuthorizationRequestContext context) => Check(context, context.RedirectUri);

    private static ValueTask Check(BaseValidatingContext context, string? redirectUri)
    {
        if (string.IsNullOrEmpty(redirectUri)) context.Reject(Errors.InvalidRequest, Missing);
        return ValueTask.CompletedTask;
    }
}
