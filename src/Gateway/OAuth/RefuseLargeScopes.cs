using AuthServe.Gateway.Security;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth;

/// <summary>
/// Refuses a scope that is longer than a token carries, where a request first names it. What is in it and not understood is ignored (RFC 6749,
/// section 3.3; OpenID Connect Core 1.0, section 3.1.2.1): it is not granted, and the answer says what is.
/// </summary>
internal sealed class RefuseLargeScopes(AccessTokens tokens) :
    IOpenIddictServerHandler<ValidateAuthorizationRequestContext>,
    IOpenIddictServerHandler<ValidatePushedAuthorizationRequestContext>,
    IOpenIddictServerHandler<ValidateDeviceAuthorizationRequestContext>,
    IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context) => Check(context);

    public ValueTask HandleAsync(ValidatePushedAuthorizationRequestContext context) => Check(context);

    public ValueTask HandleAsync(ValidateDeviceAuthorizationRequestContext context) => Check(context);

    public ValueTask HandleAsync(ValidateTokenRequestContext context) => Check(context);

    private ValueTask Check(BaseValidatingContext context)
    {
        if (context.Transaction.Request!.Scope is { } scope && !tokens.Fits(scope)) context.Reject(Errors.InvalidScope, ScopeErrors.TooLarge);
        return ValueTask.CompletedTask;
    }
}
