using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.SignIns;
using AuthServe.Grains.Organizations;
using AuthServe.Grains.Storage;
using AuthServe.Grains.Users;
using Orleans.Concurrency;

namespace AuthServe.Grains.SignIns;

/// <summary>Shows sign-ins, to each who asks what is their business.</summary>
[StatelessWorker, GrainType("sign-ins")]
internal sealed class SignInsGrain(SignInTable table) : Grain, ISignInsGrain
{
    private UserId User => new(this.GetPrimaryKey());

    public async ValueTask<Page<SignInEvent>> ListAsync(Guid? before, int limit, CancellationToken cancellationToken = default) =>
        Cut(await table.ListAsync(User, before, limit + 1), limit);

    public async ValueTask<Outcome<Page<SignInEvent>>> ListForAsync(
        OrganizationId organization, Guid? before, int limit, CancellationToken cancellationToken = default)
    {
        var user = GrainFactory.GetGrain<IUserMemberships>(User.Value);
        if (await user.FindAsync(organization) is not { Profile.IsService: false, Membership: var membership }) return OrganizationFaults.UserNotFound;

        var found = await table.ListForAsync(User, organization, membership.JoinedAt, before, limit + 1);
        return Cut([.. found.Select(noted => noted.Place?.Organization == organization ? noted : noted with { Place = null })], limit);
    }

    private static Page<SignInEvent> Cut(ImmutableArray<SignInEvent> found, int limit) => Paging.Cut(found, limit, noted => noted.Id.ToString("D"));
}
