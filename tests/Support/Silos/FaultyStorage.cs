using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Invitations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Organizations;
using AuthServe.Grains.Projections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Storage;

namespace AuthServe.Support.Silos;

/// <summary>Puts <see cref="StorageFaults"/> before the real storage and projections.</summary>
public static class FaultyStorage
{
    /// <summary>Lets writes fail as the faults say.</summary>
    public static void AddStorageFaults(this IServiceCollection services, StorageFaults faults)
    {
        var stored = services.Last(service => service.IsKeyedService && service.ServiceType == typeof(IGrainStorage));
        services.Remove(stored);
        services.AddKeyedSingleton<IGrainStorage>(
            stored.ServiceKey, (provider, key) => new GrainStorage((IGrainStorage)stored.KeyedImplementationFactory!(provider, key), faults));
        services.RemoveAll<IProjections>();
        services.AddSingleton<SqlProjections>();
        services.AddSingleton<IProjections>(provider => new Projections(provider.GetRequiredService<SqlProjections>(), faults));
    }

    private sealed class GrainStorage(IGrainStorage inner, StorageFaults faults) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            inner.ReadStateAsync(stateName, grainId, grainState);

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            IsBeside(stateName)
                ? inner.WriteStateAsync(stateName, grainId, grainState)
                : faults.RunAsync(() => inner.WriteStateAsync(stateName, grainId, grainState));

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            faults.RunAsync(() => inner.ClearStateAsync(stateName, grainId, grainState));

        // Written when the mail of an earlier test is sent, whatever the test under way does.
        private static bool IsBeside(string stateName) => stateName == "email-verification";

        public void Participate(ISiloLifecycle lifecycle) => (inner as ILifecycleParticipant<ISiloLifecycle>)?.Participate(lifecycle);
    }

    private sealed class Projections(SqlProjections inner, StorageFaults faults) : IProjections
    {
        public Task<bool> ContainsAsync(Guid organization, long revision) => inner.ContainsAsync(organization, revision);

        public Task WriteAsync(Guid organization, LogEntry entry) => faults.RunAsync(() => inner.WriteAsync(organization, entry));

        public Task<ExecutedRequest?> FindRequestAsync(Guid organization, Guid request) => inner.FindRequestAsync(organization, request);

        public Task<Page<Member>> ListMembersAsync(OrganizationId organization, MemberFilter filter, MemberPosition? after, int limit) =>
            inner.ListMembersAsync(organization, filter, after, limit);

        public Task<Page<Invitation>> ListInvitationsAsync(Guid organization, InvitationId? after, int limit, DateTimeOffset now) =>
            inner.ListInvitationsAsync(organization, after, limit, now);

        public Task<Guid?> FindInvitationAsync(Guid organization, string email) => inner.FindInvitationAsync(organization, email);

        public Task<int> CountInvitationsAsync(Guid organization) => inner.CountInvitationsAsync(organization);

        public Task<ImmutableArray<Guid>> ListRoleHoldersAsync(
            Guid organization, IEnumerable<string> roles, string? resource, DateTimeOffset now, Guid? after, int count) =>
            inner.ListRoleHoldersAsync(organization, roles, resource, now, after, count);

        public Task<ImmutableArray<AccountGroup>> GroupMembersAsync(Guid organization, ImmutableArray<string> roles, int firstUsers) =>
            inner.GroupMembersAsync(organization, roles, firstUsers);

        public Task<ImmutableArray<Guid>> ListClientsAsync(Guid organization, Guid? after, int count) =>
            inner.ListClientsAsync(organization, after, count);

        public Task<int> CountClientsAsync(Guid organization) => inner.CountClientsAsync(organization);
    }
}
