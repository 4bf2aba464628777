using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Organizations;

namespace AuthServe.Grains.Accounts;

/// <summary>Reserves the names of a new account, both or none.</summary>
internal sealed class NameReservations(IGrainFactory grains)
{
    /// <summary>Why the names cannot be had; null when they are reserved.</summary>
    public async Task<Fault?> ReserveAsync(NewAccount account, UserId user, OrganizationId organization)
    {
        if (!await TryReserveAsync(Username(account), user, organization)) return OrganizationFaults.UsernameTaken;
        if (await TryReserveAsync(Email(account), user, organization)) return null;

        await Username(account).ReleaseAsync(user);
        return OrganizationFaults.EmailTaken;
    }

    /// <summary>Gives up an account that was not committed.</summary>
    public async Task AbandonAsync(NewAccount account, UserId user)
    {
        await grains.GetGrain<ICredentialsGrain>(user.Value).ClearAsync();
        await Username(account).ReleaseAsync(user);
        await Email(account).ReleaseAsync(user);
    }

    /// <summary>Whether a name of the account waits for that organization to commit an account that has it.</summary>
    public async Task<bool> AreReservedInAsync(NewAccount account, OrganizationId organization)
    {
        NameClaim?[] claims = [await Username(account).FindAsync(), await Email(account).FindAsync()];
        return claims.Any(claim => claim is { IsBound: false } && claim.Organization == organization);
    }

    private async Task<bool> TryReserveAsync(ILoginNameGrain name, UserId user, OrganizationId organization)
    {
        var first = await name.ReserveAsync(user, organization);
        if (first.Status != ReservationStatus.Expired) return first.Status == ReservationStatus.Reserved;

        // Whoever reserved it long ago has committed by now, and settling binds the name, or never will.
        await grains.GetGrain<IOrganizationGrain>(first.Holder.Organization.Value).SettleAsync();
        var second = await name.ReserveAsync(user, organization, evict: first.Holder.User);
        if (second.Status != ReservationStatus.Reserved) return false;

        await grains.GetGrain<ICredentialsGrain>(first.Holder.User.Value).ClearAsync();
        return true;
    }

    private ILoginNameGrain Username(NewAccount account) => grains.GetGrain<ILoginNameGrain>(LoginName.UsernameKey(account.Username));

    private ILoginNameGrain Email(NewAccount account) => grains.GetGrain<ILoginNameGrain>(LoginName.EmailKey(account.PrimaryEmail));
}
