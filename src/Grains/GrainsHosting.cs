using AuthServe.GrainInterfaces.Silos;
using AuthServe.Grains.Accounts;
using AuthServe.Grains.Audit;
using AuthServe.Grains.Credentials;
using AuthServe.Grains.Gateways;
using AuthServe.Grains.Grants;
using AuthServe.Grains.Idempotency;
using AuthServe.Grains.Invitations;
using AuthServe.Grains.Leases;
using AuthServe.Grains.Links;
using AuthServe.Grains.Mail;
using AuthServe.Grains.Organizations;
using AuthServe.Grains.Policies;
using AuthServe.Grains.Projections;
using AuthServe.Grains.SigningKeys;
using AuthServe.Grains.SignIns;
using AuthServe.Grains.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Serialization;

namespace AuthServe.Grains;

/// <summary>What a silo needs to host the grains, beside storage and clustering.</summary>
public static class GrainsHosting
{
    /// <summary>
    /// Adds the services the grains ask for. The host brings a default grain storage, a <c>DbDataSource</c> with the projections' tables,
    /// the <c>KeyEncryptionKey</c> and an <c>IMailTransport</c>.
    /// </summary>
    public static ISiloBuilder AddAuthServeGrains(this ISiloBuilder silo)
    {
        silo.AddGrainService<ReplicaService>();
        var services = silo.Services;

        // What storage throws must reach the gateway as what it is: "not now", not "something is wrong".
        services.Configure<ExceptionSerializationOptions>(exceptions => exceptions.SupportedExceptionTypeFilter = static _ => true);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IOutgoingGrainCallFilter>(
            provider => new RefusedCalls(provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        services.AddLeases();
        services.AddSingleton<IPolicySource, GrainPolicySource>();
        services.AddSingleton<PolicyReplica>();
        services.AddSingleton<UserFloors>();
        services.AddSingleton<ClientFloors>();
        services.AddSingleton<GatewayLeases>();
        services.AddSingleton<ReplicaClient>();
        services.AddSingleton<ReplicaPublisher>();
        services.AddSingleton<IProjections, SqlProjections>();
        services.AddSingleton<DeletionTable>();
        services.AddSingleton<DeletionSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<DeletionSweep>());
        services.AddSingleton<AuditLog>();
        services.AddSingleton<SignInTable>();
        services.AddSingleton<SignInJournal>();
        services.AddHostedService(provider => provider.GetRequiredService<SignInJournal>());
        services.AddVerification();
        services.AddSingleton<PasswordHasher>();
        services.AddSingleton<NameReservations>();
        services.AddSingleton<UnknownNames>();
        services.AddSingleton<KeyVault>();
        services.AddSingleton<AnswerVault>();
        services.AddSingleton<IdempotencySweep>();
        services.AddHostedService(provider => provider.GetRequiredService<IdempotencySweep>());
        services.AddSingleton<GrantSecrets>();
        services.AddSingleton<LinkTokens>();
        services.AddOptions<LinkOptions>().BindConfiguration(LinkOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LinkOptions>, LinkOptionsValidator>();
        services.AddMail();
        services.AddSingleton<GrantSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<GrantSweep>());
        services.AddOptions<GrantOptions>().BindConfiguration(GrantOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GrantOptions>, GrantOptionsValidator>();
        services.AddSingleton<ProtectionKeySchedule>();
        services.AddOptions<InvitationOptions>().BindConfiguration(InvitationOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<InvitationOptions>, InvitationOptionsValidator>();
        services.AddOptions<SignInOptions>().BindConfiguration(SignInOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SignInOptions>, SignInOptionsValidator>();
        services.AddOptions<SigningKeysOptions>().BindConfiguration(SigningKeysOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SigningKeysOptions>, SigningKeysOptionsValidator>();
        return silo;
    }
}
