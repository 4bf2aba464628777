using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth;

/// <summary>
/// Refuses tokens and secrets in an address, which ends up in logs and histories (RFC 9700, section 4.3.2), at the endpoints that OpenIddict also
/// answers to GET.
/// </summary>
internal sealed class RefuseSecretsInQuery : IOpenIddictServerHandler<ExtractUserInfoRequestContext>, IOpenIddictServerHandler<ExtractIntrospectionRequestContext>
{
    private static readonly string[] Secrets =
        [Parameters.AccessToken, Parameters.Token, Parameters.ClientSecret, Parameters.ClientAssertion];

    public ValueTask HandleAsync(ExtractUserInfoRequestContext context) => Check(context);

    public ValueTask HandleAsync(ExtractIntrospectionRequestContext context) => Check(context);

    private static ValueTask Check(BaseValidatingContext context)
    {
        var query = context.Transaction.GetHttpRequest()!.Query;
        if (Secrets.Any(query.ContainsKey)) context.Reject(Errors.InvalidRequest, "Tokens and secrets go in the body or the Authorization header, never in the address.");
        return ValueTask.CompletedTask;
    }
}
