using AuthServe.Gateway.Security;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth;

/// <summary>Refuses a scope that can never be one, and one that is longer than a token carries, where a request first names it.</summary>
internal sealed class RefuseUnknownScopes(AccessTokens tokens) :
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
        var request = context.Transaction.Request!;
        if (request.Scope is { } scope && !tokens.Fits(scope)) context.Reject(Errors.InvalidScope, ScopeErrors.TooLarge);
        else if (GrantedScopes.FirstUnknown(request.GetScopes()) is { } unknown) context.Reject(Errors.InvalidScope, ScopeErrors.Unknown(unknown));
        return ValueTask.CompletedTask;
    }
}
