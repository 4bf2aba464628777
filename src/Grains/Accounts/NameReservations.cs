using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Organizations;
using AuthServe.Grains.Users;

namespace AuthServe.Grains.Accounts;

/// <summary>Finds accounts by their names, and reserves the names of a new account, both or none.</summary>
internal sealed class NameReservations(IGrainFactory grains)
{
    /// <summary>Whose name that is; null when nobody has it.</summary>
    public async Task<UserId?> FindAsync(string key)
    {
        if (await Name(key).FindAsync() is not { } claim) return null;

        // A name not yet bound may belong to an account that is committed: asking its organization anything finishes what it left.
        if (!claim.IsBound && await Organization(claim.Organization).GetPolicyAsync() is null) return null;
        return claim.User;
    }

    /// <summary>Why the names cannot be had; null when they are reserved.</summary>
    public async Task<Fault?> ReserveAsync(NewAccount account, UserId user, OrganizationId organization)
    {
        if (!await TryReserveAsync(UsernameOf(account), user, organization)) return OrganizationFaults.UsernameTaken;
        if (await TryReserveAsync(EmailOf(account), user, organization)) return null;

        await Name(UsernameOf(account)).ReleaseAsync(user);
        return OrganizationFaults.EmailTaken;
    }

    /// <summary>Gives up an account that was not committed.</summary>
    public async Task AbandonAsync(NewAccount account, UserId user)
    {
        await grains.GetGrain<ICredentialsGrain>(user.Value).ClearAsync();
        await Name(UsernameOf(account)).ReleaseAsync(user);
        await Name(EmailOf(account)).ReleaseAsync(user);
    }

    /// <summary>Whether a name of the account waits for that organization to commit an account that has it.</summary>
    public async Task<bool> AreReservedInAsync(NewAccount account, OrganizationId organization)
    {
        NameClaim?[] claims = [await Name(UsernameOf(account)).FindAsync(), await Name(EmailOf(account)).FindAsync()];
        return claims.Any(claim => claim is { IsBound: false } && claim.Organization == organization);
    }

    /// <summary>Reserves one name; false when another account has it.</summary>
    public async Task<bool> TryReserveAsync(string key, UserId user, OrganizationId organization)
    {
        var first = await Name(key).ReserveAsync(user, organization);
        if (first.Status != ReservationStatus.Expired) return first.Status == ReservationStatus.Reserved;

        // Whoever reserved it long ago has committed by now, and settling binds the name, or never will.
        await Organization(first.Holder.Organization).SettleAsync();
        var hasAccount = await grains.GetGrain<IUserProfile>(first.Holder.User.Value).SettleNameAsync(key);
        var second = await Name(key).ReserveAsync(user, organization, evict: first.Holder.User);
        if (second.Status != ReservationStatus.Reserved) return false;

        if (!hasAccount) await grains.GetGrain<ICredentialsGrain>(first.Holder.User.Value).ClearAsync();
        return true;
    }

    private static string UsernameOf(NewAccount account) => LoginName.UsernameKey(account.Username);

    private static string EmailOf(NewAccount account) => LoginName.EmailKey(account.PrimaryEmail);

    private ILoginNameGrain Name(string key) => grains.GetGrain<ILoginNameGrain>(key);

    private IOrganizationGrain Organization(OrganizationId organization) => grains.GetGrain<IOrganizationGrain>(organization.Value);
}
