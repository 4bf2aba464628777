using Microsoft.Extensions.DependencyInjection;

namespace AuthServe.Grains.Verification;

/// <summary>What is verified. Something new that is stored twice gets a check of its own here.</summary>
internal static class VerificationHosting
{
    public static void AddVerification(this IServiceCollection services)
    {
        services.AddSingleton<Verifier>();
        services.AddSingleton<StoredKeys>();
        services.AddSingleton<DirectoryRows>();
        // They are asked in this order.
        services.AddSingleton<IOrganizationCheck, DeletionCheck>();
        services.AddSingleton<IOrganizationCheck, LogCheck>();
        services.AddSingleton<IOrganizationCheck, RoleCheck>();
        services.AddSingleton<IOrganizationCheck, MemberCheck>();
        services.AddSingleton<IOrganizationCheck, ClientCheck>();
        services.AddSingleton<IOrganizationCheck, InvitationCheck>();
        services.AddSingleton<IStoreCheck, ListedCheck>();
        services.AddSingleton<IStoreCheck, NameCheck>();
    }
}
