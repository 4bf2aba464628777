using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth.Tokens;

/// <summary>
/// Takes a client's assertion (RFC 7523, section 3) that does not say what it is, or only <c>JWT</c>, as most clients send it; OpenIddict
/// wants the type that later drafts ask for. A token of AuthServe does not pass for one: its issuer is no client.
/// </summary>
internal sealed class AcceptUntypedAssertion : IOpenIddictServerHandler<ValidateTokenContext>
{
    public ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (!context.ValidTokenTypes.Contains(TokenTypeIdentifiers.Private.ClientAssertion)) return ValueTask.CompletedTask;

        var validate = context.TokenValidationParameters.TypeValidator;
        context.TokenValidationParameters.TypeValidator = (type, token, parameters) =>
            string.IsNullOrEmpty(type) || string.Equals(type, JwtConstants.HeaderType, StringComparison.OrdinalIgnoreCase)
                ? parameters.ValidTypes.First()
                : validate(type, token, parameters);
        return ValueTask.CompletedTask;
    }
}
