using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Sessions;
using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.Grants;

/// <summary>
/// One authorization: that a user lets a client act for them, and every credential made from it, from the pushed request to the last
/// refresh token. Key: the id in each of those credentials, which is the session's. Redeeming a credential is one turn of this grain, so
/// it happens once. A credential that is not (or no longer) good is <c>grant.invalid</c>, whatever is wrong with it.
/// </summary>
[Alias("authserve.IGrantGrain")]
public interface IGrantGrain : IGrainWithGuidKey
{
    /// <summary>Keeps the parameters of a pushed authorization request (RFC 9126); answers the credential for them.</summary>
    [Alias("Push")]
    Task<Outcome<IssuedCredential>> PushAsync(PushedRequest request, CancellationToken cancellationToken = default);

    /// <summary>The parameters behind a pushed request's credential. The first time, it gains the time that signing in takes.</summary>
    [Alias("OpenPushed")]
    Task<Outcome<PushedRequest>> OpenPushedAsync(string credential, CancellationToken cancellationToken = default);

    /// <summary>
    /// The user allows it: answers the authorization code (RFC 6749, section 4.1.2). A pushed request is used up by this.
    /// </summary>
    [Alias("Authorize")]
    Task<Outcome<IssuedCredential>> AuthorizeAsync(Authorization authorization, CodeBinding binding, CancellationToken cancellationToken = default);

    /// <summary>What a code stands for, without using it up. A code used before is <c>grant.invalid</c>, and ends the grant.</summary>
    [Alias("FindCode")]
    Task<Outcome<CodeGrant>> FindCodeAsync(string credential, CancellationToken cancellationToken = default);

    /// <summary>Uses a code up and begins the session. Used a second time, it ends the grant (RFC 6749, section 4.1.2).</summary>
    [Alias("RedeemCode")]
    Task<Outcome<ActiveGrant>> RedeemCodeAsync(string credential, CancellationToken cancellationToken = default);

    /// <summary>Begins the session at once, for a client that the user signs in at directly.</summary>
    [Alias("Begin")]
    Task<Outcome<ActiveGrant>> BeginAsync(Authorization authorization, CancellationToken cancellationToken = default);

    /// <summary>What the user allows, by the last committed state; null when the session has not begun or is over.</summary>
    [AlwaysInterleave, Alias("FindAuthorization")]
    ValueTask<Authorization?> FindAuthorizationAsync(CancellationToken cancellationToken = default);

    /// <summary>What a refresh token stands for, without using it up.</summary>
    /// <param name="credential">The token.</param>
    /// <param name="isUse">Whether it is presented to be used: if it was used before, that ends the grant, as in <see cref="RefreshAsync"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    [Alias("FindRefreshToken")]
    Task<Outcome<ActiveGrant>> FindRefreshTokenAsync(string credential, bool isUse, CancellationToken cancellationToken = default);

    /// <summary>
    /// Uses a refresh token up; answers its successor (RFC 9700, section 4.14.2). The one before the newest gets the same successor for a
    /// few seconds, so that an answer lost on the way can be asked for again; any other use of a used one ends the grant.
    /// </summary>
    [Alias("Refresh")]
    Task<Outcome<ActiveGrant>> RefreshAsync(string credential, CancellationToken cancellationToken = default);

    /// <summary>Waits for a user to allow a device in (RFC 8628); answers the device code and what the user is to enter.</summary>
    [Alias("RequestDevice")]
    Task<Outcome<IssuedDeviceCode>> RequestDeviceAsync(DeviceRequest request, CancellationToken cancellationToken = default);

    /// <summary>What a device has asked for and nobody has decided.</summary>
    [Alias("FindDeviceRequest")]
    Task<Outcome<DeviceRequest>> FindDeviceRequestAsync(CancellationToken cancellationToken = default);

    /// <summary>A user allows the device (an authorization) or refuses it (null).</summary>
    [Alias("DecideDevice")]
    Task<Outcome<Receipt>> DecideDeviceAsync(Authorization? authorization, CancellationToken cancellationToken = default);

    /// <summary>
    /// How it stands with a device code, without using it up. Faults beside <c>grant.invalid</c>: <c>grant.pending</c>,
    /// <c>grant.slow_down</c>, <c>grant.denied</c>, <c>grant.expired</c>.
    /// </summary>
    [Alias("PollDevice")]
    Task<Outcome<DeviceRequest>> PollDeviceAsync(string credential, CancellationToken cancellationToken = default);

    /// <summary>Uses a device code up and begins the session.</summary>
    [Alias("RedeemDeviceCode")]
    Task<Outcome<ActiveGrant>> RedeemDeviceCodeAsync(string credential, CancellationToken cancellationToken = default);

    /// <summary>Ends the grant and its session: no credential made from it is good any more.</summary>
    [Alias("End")]
    Task EndAsync(CancellationToken cancellationToken = default);
}

/// <summary>A credential on its way to whoever asked for it. Prints as stars, so that no log or exception shows it.</summary>
/// <param name="text">The credential.</param>
/// <param name="expiresAt">When it runs out.</param>
[GenerateSerializer, Immutable, Alias("authserve.IssuedCredential")]
public sealed class IssuedCredential(string text, DateTimeOffset expiresAt)
{
    /// <summary>The credential itself.</summary>
    [Id(0)]
    public string Text { get; } = text;

    /// <summary>When it runs out.</summary>
    [Id(1)]
    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <inheritdoc/>
    public override string ToString() => "***";
}

/// <summary>An authorization request that its client sent ahead.</summary>
/// <param name="ClientId">Who sent it.</param>
/// <param name="Parameters">Its parameters as a JSON object.</param>
[GenerateSerializer, Immutable, Alias("authserve.PushedRequest")]
public sealed record PushedRequest([property: Id(0)] string ClientId, [property: Id(1)] string Parameters);

/// <summary>What a user allows a client.</summary>
/// <param name="ClientId">The client.</param>
/// <param name="User">Who allows it.</param>
/// <param name="Organization">The membership the client may act in.</param>
/// <param name="Scopes">What for, sorted. What the user does not hold when a token is made is left out of that token.</param>
/// <param name="PasswordGeneration">The generation of the password the user signed in with.</param>
/// <param name="AuthenticatedAt">When they did.</param>
/// <param name="Agent">What the client or browser said of itself; null when nothing.</param>
/// <param name="IsRefreshable">Whether the client gets refresh tokens. Without them the session lasts no longer than an access token can.</param>
/// <param name="Browser">The session of the browser it is allowed in: once that has ended, no session begins. Null when in none.</param>
[GenerateSerializer, Immutable, Alias("authserve.Authorization")]
public sealed record Authorization(
    [property: Id(0)] string ClientId,
    [property: Id(1)] UserId User,
    [property: Id(2)] OrganizationId Organization,
    [property: Id(3)] ImmutableArray<string> Scopes,
    [property: Id(4)] long PasswordGeneration,
    [property: Id(5)] DateTimeOffset AuthenticatedAt,
    [property: Id(6)] string? Agent,
    [property: Id(7)] bool IsRefreshable,
    [property: Id(8)] SessionId? Browser = null);

/// <summary>What an authorization code is bound to.</summary>
/// <param name="RedirectUri">As in the request.</param>
/// <param name="CodeChallenge">The S256 challenge (RFC 7636, section 4.2).</param>
/// <param name="Nonce">For the ID token; null when there was none.</param>
/// <param name="Pushed">The credential of the pushed request it answers; null when there was none.</param>
[GenerateSerializer, Immutable, Alias("authserve.CodeBinding")]
public sealed record CodeBinding(
    [property: Id(0)] string RedirectUri,
    [property: Id(1)] string CodeChallenge,
    [property: Id(2)] string? Nonce,
    [property: Id(3)] string? Pushed);

/// <summary>What a code stands for.</summary>
[GenerateSerializer, Immutable, Alias("authserve.CodeGrant")]
public sealed record CodeGrant([property: Id(0)] Authorization Authorization, [property: Id(1)] CodeBinding Binding);

/// <summary>A grant whose session has begun.</summary>
/// <param name="Authorization">What it allows.</param>
/// <param name="RefreshToken">The newest refresh token; null when the client gets none.</param>
[GenerateSerializer, Immutable, Alias("authserve.ActiveGrant")]
public sealed record ActiveGrant([property: Id(0)] Authorization Authorization, [property: Id(1)] IssuedCredential? RefreshToken);

/// <summary>What a device asks for.</summary>
/// <param name="ClientId">The client on it.</param>
/// <param name="Scopes">What for.</param>
[GenerateSerializer, Immutable, Alias("authserve.DeviceRequest")]
public sealed record DeviceRequest([property: Id(0)] string ClientId, [property: Id(1)] ImmutableArray<string> Scopes);

/// <summary>What a device gets while it waits.</summary>
/// <param name="DeviceCode">For itself.</param>
/// <param name="UserCode">To show to its user.</param>
[GenerateSerializer, Immutable, Alias("authserve.IssuedDeviceCode")]
public sealed record IssuedDeviceCode([property: Id(0)] IssuedCredential DeviceCode, [property: Id(1)] string UserCode);
