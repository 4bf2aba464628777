using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.Grains.Storage;
using Orleans.Runtime;

namespace AuthServe.Grains.LoginNames;

/// <summary>Anybody may ask for any name, and asks seldom: none stays in memory for long.</summary>
[GrainType("login-name"), CollectionAgeLimit(Minutes = 2)]
internal sealed class LoginNameGrain([PersistentState("login-name")] IPersistentState<LoginNameState> storage, TimeProvider time)
    : CommittedGrain<LoginNameState>(storage), ILoginNameGrain
{
    /// <summary>How long a reservation holds: longer than any sign-up or database statement may take.</summary>
    internal static readonly TimeSpan ReservationPeriod = TimeSpan.FromMinutes(2);

    private NameClaim Claim => new(new(State.User), new(State.Organization), State.ReservedUntil is null);

    public ValueTask<NameClaim?> FindAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Exists ? Claim : null);

    public async Task<Reservation> ReserveAsync(
        UserId user, OrganizationId organization, UserId? evict = null, CancellationToken cancellationToken = default)
    {
        if (Exists && State.User != user.Value)
        {
            if (State.ReservedUntil is not { } until || time.GetUtcNow() < until) return new(ReservationStatus.Taken, Claim);
            if (evict is null || State.User != evict.Value.Value) return new(ReservationStatus.Expired, Claim);
        }

        if (!(Exists && State.User == user.Value && State.ReservedUntil is null)) await ReserveForAsync(user.Value, organization.Value);
        return new(ReservationStatus.Reserved, Claim);
    }

    public async Task<bool> ConfirmAsync(UserId user, CancellationToken cancellationToken = default)
    {
        if (!Exists || State.User != user.Value) return false;

        // Fresh reservations need no second write.
        if (State.ReservedUntil is { } until && until - time.GetUtcNow() < ReservationPeriod * 0.75) await ReserveForAsync(State.User, State.Organization);
        return true;
    }

    public async Task<bool> BindAsync(UserId user, OrganizationId organization, CancellationToken cancellationToken = default)
    {
        if (!Exists || State.User != user.Value) return false;
        if (State.ReservedUntil is not null) await CommitAsync(new() { User = user.Value, Organization = organization.Value });
        return true;
    }

    public Task ReleaseAsync(UserId user, CancellationToken cancellationToken = default) =>
        Exists && State.User == user.Value ? EraseAsync() : Task.CompletedTask;

    private Task ReserveForAsync(Guid user, Guid organization) =>
        CommitAsync(new() { User = user, Organization = organization, ReservedUntil = time.GetUtcNow() + ReservationPeriod });
}
