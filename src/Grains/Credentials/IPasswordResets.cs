using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Mail;

namespace AuthServe.Grains.Credentials;

/// <summary>The link by which somebody who forgot their password sets a new one. Key: the user's id.</summary>
[Alias("authserve.internal.IPasswordResets")]
internal interface IPasswordResets : IGrainWithGuidKey
{
    /// <summary>The link for that mail; null when it is not to be sent (see <c>MailedLink.For</c>).</summary>
    [Alias("Compose")]
    Task<MailContent?> ComposeResetAsync(QueuedMail mail, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sets the password by a link that was sent to the address the account has now: one turn, one write, one winner. Faults:
    /// <c>link.invalid</c>, <c>user.password_weak</c>, <c>sign_in.busy</c>.
    /// </summary>
    [Alias("Reset")]
    Task<Outcome<VerifiedPassword>> ResetAsync(
        OneTimeToken token, Password password, string username, string email, CancellationToken cancellationToken = default);

    /// <summary>Makes the link good for nothing. Repeating it changes nothing.</summary>
    [Alias("RevokeReset")]
    Task RevokeResetAsync(CancellationToken cancellationToken = default);
}
