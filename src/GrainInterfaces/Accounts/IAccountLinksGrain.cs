using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.Outcomes;
using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.Accounts;

/// <summary>
/// What the owner of an account does by links in mail: sets a new password, shows that an address is theirs. Stateless, as
/// <see cref="IAccountsGrain"/> is. Key: 0.
/// </summary>
[Alias("authserve.IAccountLinksGrain")]
public interface IAccountLinksGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Notes that somebody asks for a new password, and does no more: whether there is an account is looked up when the mail is written. Fault:
    /// <c>mail.busy</c>.
    /// </summary>
    /// <param name="email">A normalised address, of an account or not.</param>
    /// <param name="cancellationToken">Not used: a request is noted whether or not its caller still listens.</param>
    [AlwaysInterleave, Alias("RequestPasswordReset")]
    Task<Outcome<Receipt>> RequestPasswordResetAsync(string email, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sets a new password, ends every session of the user and clears the lockout. The link is used up, and has shown that the address is
    /// the user's. Faults: <c>link.invalid</c>, <c>user.password_weak</c> and <c>sign_in.busy</c>, which leave the link as it is.
    /// </summary>
    [AlwaysInterleave, Alias("ResetPassword")]
    Task<Outcome<Receipt>> ResetPasswordAsync(OneTimeToken token, Password password, CancellationToken cancellationToken = default);

    /// <summary>
    /// Has a link sent to the address that is yet to be confirmed; nothing is sent when there is none, or one was sent a moment ago. Fault:
    /// <c>mail.busy</c>.
    /// </summary>
    [AlwaysInterleave, Alias("RequestEmailVerification")]
    Task<Outcome<Receipt>> RequestEmailVerificationAsync(UserId user, CancellationToken cancellationToken = default);

    /// <summary>
    /// Asks for another address, to which a link is sent: it takes the place of the one now when the link is used. The address now gives up
    /// the change that waits. Faults: <c>user.email_taken</c>, <c>mail.too_soon</c>, <c>mail.busy</c>.
    /// </summary>
    [AlwaysInterleave, Alias("RequestEmailChange")]
    Task<Outcome<Receipt>> RequestEmailChangeAsync(UserId user, string email, CancellationToken cancellationToken = default);

    /// <summary>
    /// Uses a link: the address that it was sent to is the user's, and known to reach them. Faults: <c>link.invalid</c>,
    /// <c>user.email_taken</c>.
    /// </summary>
    [AlwaysInterleave, Alias("VerifyEmail")]
    Task<Outcome<Receipt>> VerifyEmailAsync(OneTimeToken token, string? requestId = null, CancellationToken cancellationToken = default);
}

/// <summary>The token of a link, as it came. Prints as stars, so that no log or exception shows it.</summary>
[GenerateSerializer, Immutable, Alias("authserve.OneTimeToken")]
public sealed class OneTimeToken(string text)
{
    /// <summary>The token itself.</summary>
    [Id(0)]
    public string Text { get; } = text;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
