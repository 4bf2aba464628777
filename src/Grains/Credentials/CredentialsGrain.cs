using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Invitations;
using AuthServe.Grains.Links;
using AuthServe.Grains.SignIns;
using AuthServe.Grains.Storage;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace AuthServe.Grains.Credentials;

/// <summary>
/// One account's attempts are evaluated one after the other, so however many guesses arrive at once, each meets the counter the one
/// before it left. The hashing itself runs off this grain's scheduler.
/// </summary>
[GrainType("credentials")]
internal sealed partial class CredentialsGrain(
    [PersistentState("credentials")] IPersistentState<CredentialsState> storage,
    PasswordHasher hasher,
    SignInTable signIns,
    LinkTokens links,
    IOptions<SignInOptions> options,
    IOptions<LinkOptions> linkOptions,
    IOptions<InvitationOptions> invitations,
    TimeProvider time)
    : CommittedGrain<CredentialsState>(storage), ICredentialsGrain, IPasswordResets
{
    private static readonly Receipt Done = new(0);

    public async Task<Outcome<VerifiedPassword>> VerifyAsync(Password password, CancellationToken cancellationToken = default)
    {
        if (RefusalNow() is { } locked) return locked;
        using var place = hasher.TryEnter();
        return place is null ? SignInFaults.Busy : await VerifyAsync(place, password);
    }

    public async Task<Outcome<Receipt>> SetPasswordAsync(Password password, CancellationToken cancellationToken = default)
    {
        using var place = hasher.TryEnter();
        if (place is null) return SignInFaults.Busy;

        await SetAsync(place, password);
        return Done;
    }

    public async Task<Outcome<VerifiedPassword>> ChangePasswordAsync(
        Password current, Password replacement, CancellationToken cancellationToken = default)
    {
        if (RefusalNow() is { } locked) return locked;
        using var place = hasher.TryEnter();
        if (place is null) return SignInFaults.Busy;
        if (!(await VerifyAsync(place, current)).Succeeded(out _, out var wrong)) return wrong;

        await SetAsync(place, replacement);
        return new VerifiedPassword(State.Generation);
    }

    public async Task ClearAsync(CancellationToken cancellationToken = default)
    {
        if (Exists) await EraseAsync();
        await signIns.ForgetAsync(new(this.GetPrimaryKey()));
    }

    private Fault? RefusalNow() =>
        State.RemainingPause(time.GetUtcNow()) is var pause && pause > TimeSpan.Zero ? SignInFaults.Locked(pause) : null;

    private async Task<Outcome<VerifiedPassword>> VerifyAsync(PasswordHasher.Place place, Password password)
    {
        await CommitAsync(State.Reserve(options.Value, time.GetUtcNow()));
        var hash = State.PasswordHash ?? Argon2idHash.Unknown;
        var isRight = await place.VerifyAsync(password.Text, hash) && State.PasswordHash is not null;
        if (!isRight) return SignInFaults.Wrong(State.RemainingPause(time.GetUtcNow()));

        var next = Argon2idHash.IsOutdated(hash) ? await place.HashAsync(password.Text) : hash;
        await CommitAsync(new() { PasswordHash = next, Generation = State.Generation, Reset = State.Reset });
        return new VerifiedPassword(State.Generation);
    }

    private async Task SetAsync(PasswordHasher.Place place, Password password) =>
        await CommitAsync(new()
        {
            PasswordHash = await place.HashAsync(password.Text),
            Generation = State.Generation + 1,
            Reset = State.Reset?.Spent(),
        });
}
