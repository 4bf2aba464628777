using AuthServe.GrainInterfaces.Accounts;
using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.LoginNames;

/// <summary>
/// One name that at most one account signs in with. Key: <see cref="LoginName.UsernameKey"/> or <see cref="LoginName.EmailKey"/>.
/// A name is first reserved for a short time, then bound for good by the organization that commits the account.
/// </summary>
[Alias("authserve.ILoginNameGrain")]
public interface ILoginNameGrain : IGrainWithStringKey
{
    /// <summary>Who holds the name, by the last committed state; null when nobody does.</summary>
    [AlwaysInterleave, Alias("Find")]
    ValueTask<NameClaim?> FindAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Reserves the name, unless another account has it. A reservation that ran out is not evicted here, because the sign-up behind it
    /// may be committed: it is answered as <see cref="ReservationStatus.Expired"/>, and may be named in
    /// <paramref name="evict"/> once its organization is settled (<c>IOrganizationGrain.SettleAsync</c>).
    /// </summary>
    [Alias("Reserve")]
    Task<Reservation> ReserveAsync(UserId user, OrganizationId organization, UserId? evict = null, CancellationToken cancellationToken = default);

    /// <summary>Renews the caller's reservation before a commit relies on it; false when the name has meanwhile gone to another account.</summary>
    [Alias("Confirm")]
    Task<bool> ConfirmAsync(UserId user, CancellationToken cancellationToken = default);

    /// <summary>Makes the account's reservation permanent. Repeating it changes nothing. False when the account does not hold the name.</summary>
    [Alias("Bind")]
    Task<bool> BindAsync(UserId user, OrganizationId organization, CancellationToken cancellationToken = default);

    /// <summary>Frees the name if this account holds it, reserved or bound; else changes nothing.</summary>
    [Alias("Release")]
    Task ReleaseAsync(UserId user, CancellationToken cancellationToken = default);
}

/// <summary>Who holds a name.</summary>
/// <param name="User">The account.</param>
/// <param name="Organization">The organization that commits, or has committed, the account.</param>
/// <param name="IsBound">False while the account is not known to be committed.</param>
[GenerateSerializer, Immutable, Alias("authserve.NameClaim")]
public sealed record NameClaim(
    [property: Id(0)] UserId User,
    [property: Id(1)] OrganizationId Organization,
    [property: Id(2)] bool IsBound);

/// <summary>What came of asking for a name.</summary>
/// <param name="Status">The answer.</param>
/// <param name="Holder">Who holds the name now.</param>
[GenerateSerializer, Immutable, Alias("authserve.Reservation")]
public sealed record Reservation([property: Id(0)] ReservationStatus Status, [property: Id(1)] NameClaim Holder);

/// <summary>The answers to asking for a name.</summary>
[GenerateSerializer, Alias("authserve.ReservationStatus")]
public enum ReservationStatus
{
    /// <summary>The caller holds the name for now.</summary>
    Reserved = 0,

    /// <summary>Another account holds it.</summary>
    Taken = 1,

    /// <summary>Another account reserved it and the reservation has run out: settle that organization, then evict.</summary>
    Expired = 2,
}
