using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.GrainInterfaces.Credentials;

/// <summary>
/// What one account proves itself with. Key: the user's id. The password hash and the attempt counter never leave this grain.
/// A key without an account behaves in answers, cost and lockout as one with a password nobody knows.
/// </summary>
[Alias("authserve.ICredentialsGrain")]
public interface ICredentialsGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Checks a password. The attempt is counted durably before the password is hashed, so any number of parallel guesses costs the
    /// limit in evaluations. Faults: <c>credentials.invalid</c> (retry after, when it was wrong once too often), <c>credentials.locked</c>
    /// (retry after), <c>sign_in.busy</c> (retry after).
    /// </summary>
    [Alias("Verify")]
    Task<Outcome<VerifiedPassword>> VerifyAsync(Password password, CancellationToken cancellationToken = default);

    /// <summary>Sets the password and clears the attempt counter. Fault: <c>sign_in.busy</c> (retry after).</summary>
    [Alias("SetPassword")]
    Task<Outcome<Receipt>> SetPasswordAsync(Password password, CancellationToken cancellationToken = default);

    /// <summary>
    /// Replaces a password by one who knows it. The attempt counts as in <see cref="VerifyAsync"/>, and the faults are those.
    /// </summary>
    [Alias("ChangePassword")]
    Task<Outcome<VerifiedPassword>> ChangePasswordAsync(Password current, Password replacement, CancellationToken cancellationToken = default);

    /// <summary>Forgets everything, sign-ins too. Repeating it changes nothing.</summary>
    [Alias("Clear")]
    Task ClearAsync(CancellationToken cancellationToken = default);
}

/// <summary>The right password was given.</summary>
/// <param name="Generation">Grows with every change of the password: what was begun with an older one ends.</param>
[GenerateSerializer, Immutable, Alias("authserve.VerifiedPassword")]
public sealed record VerifiedPassword([property: Id(0)] long Generation);

/// <summary>A password on its way to be hashed. Prints as stars, so that no log or exception shows it.</summary>
[GenerateSerializer, Immutable, Alias("authserve.Password")]
public sealed class Password(string text)
{
    /// <summary>The password itself.</summary>
    [Id(0)]
    public string Text { get; } = text;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
