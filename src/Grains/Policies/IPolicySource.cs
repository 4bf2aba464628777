using AuthServe.GrainInterfaces.Organizations;

namespace AuthServe.Grains.Policies;

/// <summary>Where a replica fetches what it does not hold.</summary>
internal interface IPolicySource
{
    /// <summary>The committed policy; null when there is no such organization.</summary>
    ValueTask<PolicySnapshot?> GetAsync(Guid organization);
}

/// <summary>The organization's own grain.</summary>
internal sealed class GrainPolicySource(IGrainFactory grains) : IPolicySource
{
    public ValueTask<PolicySnapshot?> GetAsync(Guid organization) => grains.GetGrain<IOrganizationGrain>(organization).GetPolicyAsync();
}
