using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.Grains.Emails;

/// <summary>The link by which a user shows that an address is theirs. Key: the user's id.</summary>
[Alias("authserve.internal.IEmailVerification")]
internal interface IEmailVerification : IGrainWithGuidKey
{
    /// <summary>The address that waits to take the place of the account's; null when none does.</summary>
    [Alias("FindNextAddress")]
    Task<string?> FindNextAddressAsync(CancellationToken cancellationToken = default);

    /// <summary>Lets another address wait, and makes the last link good for nothing. Fault: <c>mail.too_soon</c>.</summary>
    [Alias("BeginChange")]
    Task<Outcome<Receipt>> BeginChangeAsync(string email, CancellationToken cancellationToken = default);

    /// <summary>No change waits any more, and its link is good for nothing. Repeating it changes nothing.</summary>
    [Alias("WithdrawChange")]
    Task WithdrawChangeAsync(CancellationToken cancellationToken = default);

    /// <summary>The address that a link was sent to; null when it is not good.</summary>
    [Alias("FindAddress")]
    Task<string?> FindAddressAsync(OneTimeToken token, CancellationToken cancellationToken = default);

    /// <summary>The account has this address now: its link is used, and the change to it waits no more. Repeating it changes nothing.</summary>
    [Alias("Complete")]
    Task CompleteAsync(string email, CancellationToken cancellationToken = default);

    /// <summary>Forgets everything. Repeating it changes nothing.</summary>
    [Alias("Clear")]
    Task ClearAsync(CancellationToken cancellationToken = default);
}
