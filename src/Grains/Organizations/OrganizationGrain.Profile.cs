using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Permissions;

namespace AuthServe.Grains.Organizations;

/// <summary>What an organization says of itself.</summary>
internal sealed partial class OrganizationGrain
{
    private static readonly PermissionName OrganizationWrite = PermissionName.Parse("auth.organization.write");

    public ValueTask<Organization?> FindAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(IsFounded && !State.IsDeleted ? ToContract(State.Profile) : null);

    public async Task<Outcome<Receipt<Organization>>> UpdateAsync(
        Actor actor, UpdateOrganization command, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, OrganizationWrite)).Succeeded(out _, out var refusal)) return refusal;
        if (RefusalToOverwriteProfile(actor) is { } stale) return stale;

        var (before, after) = (State.Profile, State.Profile.After(command));
        if (after == before) return new Receipt<Organization>(ToContract(before), (await AcknowledgeUnchangedAsync()).Revision);
        return await AppendAsync(
            Entry(actor, "organization.update", Id.ToString()) with
            {
                Before = AuditText.Of(before),
                After = AuditText.Of(after),
                Profile = after,
            },
            ToContract(after));
    }

    private Organization ToContract(ProfileState profile) => new(new(Id), profile.ToContract(), State.CreatedAt);
}
