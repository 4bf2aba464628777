using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Outcomes;
using Orleans.Runtime;

namespace AuthServe.Grains.Users;

/// <summary>The account's profile, which the user owns and every organization shows.</summary>
internal sealed partial class UserGrain
{
    public async ValueTask<AccountProfile?> FindProfileAsync(CancellationToken cancellationToken = default)
    {
        await CatchUpAsync();
        return State.Profile is { IsService: false } profile ? profile : null;
    }

    public async Task<ImmutableArray<OrganizationId>?> RenameAsync(string? displayName, CancellationToken cancellationToken = default)
    {
        await CatchUpAsync();
        await ChangeAsync(state => state.Profile is { } profile ? state.With(profile with { DisplayName = displayName }) : state);
        if (State.Profile is null) return null;

        await PublishAsync();
        return Unannounced;
    }

    public async Task<ImmutableArray<OrganizationId>?> VerifyEmailAsync(string email, CancellationToken cancellationToken = default)
    {
        await CatchUpAsync();
        if (State.Profile?.PrimaryEmail != email) return null;

        // No organization shows it, so none needs to hear of it.
        await ChangeAsync(state => state.WithVerified(email));
        await PublishAsync();
        return Unannounced;
    }

    public async Task<ImmutableArray<OrganizationId>?> ChangeEmailAsync(string email, CancellationToken cancellationToken = default)
    {
        await CatchUpAsync();
        if (State.Profile is not { } profile) return null;

        // An organization may be about to release it, for the account has left it once.
        var key = LoginName.EmailKey(email);
        if (State.FreedNames.Contains(key)) throw new StateUnavailableException($"login name of user {this.GetPrimaryKey()}");

        if (profile.PrimaryEmail != email)
        {
            if (!await NameGrain(key).ConfirmAsync(Id)) return null;
            await ChangeAsync(state => state.WithEmail(email));
        }

        await PublishAsync();
        return Unannounced;
    }

    public async Task BindEmailAsync(CancellationToken cancellationToken = default)
    {
        await CatchUpAsync();
        if (State.Profile is { IsService: false } profile) await BindAsync(LoginName.EmailKey(profile.PrimaryEmail));
    }

    public async Task<bool> SettleNameAsync(string name, CancellationToken cancellationToken = default)
    {
        await CatchUpAsync();
        if (!Exists) return false;

        await FenceAsync();
        if (State.Profile is not { IsService: false } profile) return false;
        if (name == LoginName.EmailKey(profile.PrimaryEmail) || name == LoginName.UsernameKey(profile.Username)) await BindAsync(name);
        return true;
    }

    private Task<bool> BindAsync(string name) => NameGrain(name).BindAsync(Id, new(State.Memberships.Keys.First()));

    private UserId Id => new(this.GetPrimaryKey());

    private ILoginNameGrain NameGrain(string key) => GrainFactory.GetGrain<ILoginNameGrain>(key);

    // While a name waits to be released, any organization may have an entry that is to do it.
    private ImmutableArray<OrganizationId> Unannounced =>
        [.. (State.FreedNames.IsEmpty ? State.Unannounced.Keys : State.Memberships.Keys).Select(id => new OrganizationId(id))];

    // A crash came between a change and its announcement. The organizations are told by another grain: they call this one, so it must not
    // wait for them.
    private void AnnounceAgain()
    {
        if (Unannounced.IsEmpty) return;
        GrainFactory.GetGrain<IProfileAnnouncements>(0).AnnounceAsync(new(this.GetPrimaryKey()), Unannounced).Ignore();
    }
}
