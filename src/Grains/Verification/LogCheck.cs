using AuthServe.GrainInterfaces.Audit;

namespace AuthServe.Grains.Verification;

/// <summary>
/// The log is what was written, up to the entry that the organization committed last: so no entry is pending, because its row is the last
/// thing that is done with it.
/// </summary>
internal sealed class LogCheck(IGrainFactory grains) : IOrganizationCheck
{
    public async Task<IReadOnlyList<string>> FindAsync(Guid organization)
    {
        var found = await grains.GetGrain<IAuditGrain>(organization).VerifyAsync();
        return found.Break is { } broken ? [$"log: revision {broken.Revision} is {broken.Reason.ToString().ToLowerInvariant()}"] : [];
    }
}
