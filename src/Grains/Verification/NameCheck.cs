using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Users;

namespace AuthServe.Grains.Verification;

/// <summary>Every account holds its two names for good, and nobody holds a name for good but an account that has it.</summary>
internal sealed class NameCheck(IGrainFactory grains, StoredKeys keys) : IStoreCheck
{
    public async Task<IReadOnlyList<string>> FindAsync() =>
    [
        .. await (await keys.ListAsync("user")).FindOfEachAsync(FindOfAccountAsync),
        .. await (await keys.ListTextsAsync("login-name")).FindOfEachAsync(FindOfNameAsync),
    ];

    private async Task<IEnumerable<string>> FindOfAccountAsync(Guid user)
    {
        var found = new List<string>();
        foreach (var name in NamesOf(await grains.GetGrain<IUserGrain>(user).GetAccountAsync()))
        {
            var claim = await grains.GetGrain<ILoginNameGrain>(name).FindAsync();
            if (claim is not { IsBound: true } || claim.User.Value != user)
                found.Add($"account {user}: its name {name} is {(claim is null ? "free" : $"held by {claim.User}, bound: {claim.IsBound}")}");
        }

        return found;
    }

    private async Task<IEnumerable<string>> FindOfNameAsync(string name)
    {
        if (await grains.GetGrain<ILoginNameGrain>(name).FindAsync() is not { IsBound: true } claim) return [];
        var account = await grains.GetGrain<IUserGrain>(claim.User.Value).GetAccountAsync();
        return NamesOf(account).Contains(name) ? [] : [$"name {name}: is bound to the account {claim.User}, which does not have it"];
    }

    private static string[] NamesOf(Account? account) => account is { IsService: false }
        ? [LoginName.UsernameKey(account.Username), LoginName.EmailKey(account.PrimaryEmail)]
        : [];
}
