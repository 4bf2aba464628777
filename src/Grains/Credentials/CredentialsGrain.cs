using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Storage;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace AuthServe.Grains.Credentials;

/// <summary>
/// One account's attempts are evaluated one after the other, so however many guesses arrive at once, each meets the counter the one
/// before it left. The hashing itself runs off this grain's scheduler.
/// </summary>
[GrainType("credentials")]
internal sealed class CredentialsGrain(
    [PersistentState("credentials")] IPersistentState<CredentialsState> storage,
    PasswordHasher hasher,
    IOptions<SignInOptions> options,
    TimeProvider time)
    : CommittedGrain<CredentialsState>(storage), ICredentialsGrain
{
    private static readonly Receipt Done = new(0);

    public async Task<Outcome<Receipt>> VerifyAsync(Password password, CancellationToken cancellationToken = default)
    {
        var pause = State.RemainingPause(time.GetUtcNow());
        if (pause > TimeSpan.Zero) return SignInFaults.Locked(pause);

        using var place = hasher.TryEnter();
        if (place is null) return SignInFaults.Busy;

        await CommitAsync(State.Reserve(options.Value, time.GetUtcNow()));
        var hash = State.PasswordHash ?? Argon2idHash.Unknown;
        var isRight = await place.VerifyAsync(password.Text, hash) && State.PasswordHash is not null;
        if (!isRight) return SignInFaults.Invalid;

        var next = Argon2idHash.IsOutdated(hash) ? await place.HashAsync(password.Text) : hash;
        await CommitAsync(new() { PasswordHash = next });
        return Done;
    }

    public async Task<Outcome<Receipt>> SetPasswordAsync(Password password, CancellationToken cancellationToken = default)
    {
        using var place = hasher.TryEnter();
        if (place is null) return SignInFaults.Busy;

        await CommitAsync(new() { PasswordHash = await place.HashAsync(password.Text) });
        return Done;
    }

    public Task ClearAsync(CancellationToken cancellationToken = default) => Exists ? EraseAsync() : Task.CompletedTask;
}
