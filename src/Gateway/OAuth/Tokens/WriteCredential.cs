using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Grants;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth.Tokens;

/// <summary>
/// Makes what <see cref="ReadCredential"/> reads, by asking a grant for it, and access tokens in the one place where all are made. Stands in the
/// place of OpenIddict's token entries.
/// </summary>
internal sealed class WriteCredential(Cluster cluster, AccessTokens tokens) : IOpenIddictServerHandler<GenerateTokenContext>
{
    public async ValueTask HandleAsync(GenerateTokenContext context)
    {
        (context.CreateTokenEntry, context.PersistTokenPayload, context.IsReferenceToken) = (false, false, false);
        var issuance = Issuance.Of(context.Transaction);
        switch (context.TokenType)
        {
            case TokenTypeIdentifiers.AccessToken:
                context.Token = tokens.Create(issuance.Access!);
                break;
            case TokenTypeIdentifiers.RefreshToken:
                context.Token = issuance.RefreshToken!.Text;
                break;
            case TokenTypeIdentifiers.Private.AuthorizationCode:
                await WriteCodeAsync(context, issuance);
                break;
            case TokenTypeIdentifiers.Private.RequestToken:
                await WritePushedRequestAsync(context);
                break;
            case TokenTypeIdentifiers.Private.DeviceCode:
                await WriteDeviceCodeAsync(context, issuance);
                break;
            case TokenTypeIdentifiers.Private.UserCode:
                context.Token = issuance.UserCode;
                break;
        }
    }

    private async ValueTask WriteCodeAsync(GenerateTokenContext context, Issuance issuance)
    {
        var request = context.Request!;
        var pushed = PushedCredentialOf(request);
        var grant = Credential.TryParse(pushed, CredentialKind.PushedRequest, out var read) ? read.Grant : Guid.CreateVersion7();
        var binding = new CodeBinding(request.RedirectUri!, request.CodeChallenge!, request.Nonce, pushed);
        if ((await cluster.Grant(grant).AuthorizeAsync(issuance.Authorization!, binding)).Succeeded(out var code, out var fault)) context.Token = code.Text;
        else context.Reject(Errors.InvalidRequest, fault.Detail);
    }

    private async ValueTask WritePushedRequestAsync(GenerateTokenContext context)
    {
        var parameters = context.Principal.GetClaim(Claims.Private.RequestParameters)!;
        var outcome = await cluster.Grant(Guid.CreateVersion7()).PushAsync(new PushedRequest(context.ClientId!, parameters));
        if (outcome.Succeeded(out var issued, out var fault))
        {
            context.Token = issued.Text;
            context.Principal.SetExpirationDate(issued.ExpiresAt);
        }
        else
        {
            context.Reject(Errors.ServerError, fault.Detail);
        }
    }

    private async ValueTask WriteDeviceCodeAsync(GenerateTokenContext context, Issuance issuance)
    {
        var request = new DeviceRequest(context.ClientId!, context.Principal.GetScopes());
        var outcome = await cluster.Grant(Guid.CreateVersion7()).RequestDeviceAsync(request);
        if (outcome.Succeeded(out var issued, out var fault))
        {
            context.Token = issued.DeviceCode.Text;
            context.Principal.SetExpirationDate(issued.DeviceCode.ExpiresAt);
            issuance.UserCode = issued.UserCode;
        }
        else
        {
            context.Reject(Errors.ServerError, fault.Detail);
        }
    }

    private static string? PushedCredentialOf(OpenIddictRequest request) =>
        request.RequestUri is { } uri && uri.StartsWith(RequestUris.Prefixes.Generic, StringComparison.Ordinal)
            ? uri[RequestUris.Prefixes.Generic.Length..]
            : null;
}
