using AuthServe.Grains.Organizations;

namespace AuthServe.Grains.Verification;

/// <summary>What a crash has left of a deleted organization goes before it is compared: it is no difference.</summary>
internal sealed class DeletionCheck(DeletionSweep deletions) : IOrganizationCheck
{
    public async Task<IReadOnlyList<string>> FindAsync(Guid organization)
    {
        await deletions.FinishAsync(organization);
        return [];
    }
}
