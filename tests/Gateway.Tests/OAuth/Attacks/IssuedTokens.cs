using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Attacks;

/// <summary>A user with the tokens of an app: made once, since a user has no more than a hundred sessions.</summary>
public sealed class IssuedTokens(Service service) : IAsyncLifetime
{
    /// <summary>Whose tokens they are.</summary>
    public Session Owner { get; private set; } = null!;

    public RelyingParty App { get; private set; } = null!;

    /// <summary>The answer of the token endpoint.</summary>
    public Answer Tokens { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Owner = await service.Api.SignUpAsync();
        App = await RelyingParty.RegisterAsync(
            Owner, grantTypes: ["authorization_code", "refresh_token", "client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange"]);
        Tokens = await App.SignInAsync(Owner.Name, "openid offline_access auth.user.read");
    }

    public ValueTask DisposeAsync() => default;
}
