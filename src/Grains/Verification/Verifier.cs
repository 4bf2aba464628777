namespace AuthServe.Grains.Verification;

/// <summary>
/// Compares what is stored more than once: logs with the hashes that their organizations committed, directories with the grains that own
/// what they list, names with accounts. Organizations are activated, so what a crash left unfinished is finished before it is compared.
/// </summary>
/// <remarks>What holds for one organization is an <see cref="IOrganizationCheck"/>, what spans all an <see cref="IStoreCheck"/>.</remarks>
internal sealed class Verifier(StoredKeys keys, IEnumerable<IOrganizationCheck> ofOrganizations, IEnumerable<IStoreCheck> ofTheStore)
{
    /// <summary>Every difference, each a line for a person.</summary>
    public async IAsyncEnumerable<string> FindAsync()
    {
        foreach (var organization in await keys.ListOrganizationsAsync())
        {
            foreach (var difference in await FindAsync(organization)) yield return difference;
        }

        foreach (var check in ofTheStore)
        {
            foreach (var difference in await FindTwiceAsync(check.FindAsync)) yield return difference;
        }
    }

    /// <summary>The differences of one organization.</summary>
    public Task<IReadOnlyList<string>> FindAsync(Guid organization) => FindTwiceAsync(async () =>
    {
        var found = new List<string>();
        foreach (var check in ofOrganizations) found.AddRange(await TryAsync(check, organization));
        return [.. found.Select(difference => $"organization {organization}: {difference}")];
    });

    // While others write, a change may be in one place and not yet in the other. It is not so a second time.
    private static async Task<IReadOnlyList<string>> FindTwiceAsync(Func<Task<IReadOnlyList<string>>> find)
    {
        var found = await find();
        return found.Count == 0 ? found : [.. found.Intersect(await find(), StringComparer.Ordinal)];
    }

    // An organization that cannot be asked must not hide the others.
    private static async Task<IReadOnlyList<string>> TryAsync(IOrganizationCheck check, Guid organization)
    {
        try
        {
            return await check.FindAsync(organization);
        }
        catch (Exception exception)
        {
            return [$"cannot be verified: {exception.Message}"];
        }
    }
}

/// <summary>Something that must hold of every organization.</summary>
internal interface IOrganizationCheck
{
    /// <summary>Where it does not hold.</summary>
    Task<IReadOnlyList<string>> FindAsync(Guid organization);
}

/// <summary>Something that must hold of everything stored.</summary>
internal interface IStoreCheck
{
    /// <summary>Where it does not hold.</summary>
    Task<IReadOnlyList<string>> FindAsync();
}
