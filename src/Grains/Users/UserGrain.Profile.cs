using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;

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

    private ImmutableArray<OrganizationId> Unannounced => [.. State.Unannounced.Keys.Select(id => new OrganizationId(id))];

    // A crash came between a change and its announcement. The organizations are told by another grain: they call this one, so it must not
    // wait for them.
    private void AnnounceAgain()
    {
        if (State.Unannounced.IsEmpty) return;
        GrainFactory.GetGrain<IProfileAnnouncements>(0).AnnounceAsync(new(this.GetPrimaryKey()), Unannounced).Ignore();
    }
}
