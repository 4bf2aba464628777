using System.Data.Common;
using AuthServe.Grains.Leases;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;

namespace AuthServe.Silo.Storage;

/// <summary>Storage of grain state and projections, and with it the clustering that it can carry.</summary>
internal static class StorageHosting
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    public static IServiceCollection AddStorageOptions(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<StorageOptions, StorageOptionsValidator>().BindConfiguration(StorageOptions.Section);
        return services.AddSingleton(provider => DataFolder.Open(provider.GetRequiredService<IOptions<StorageOptions>>().Value.DataFolder));
    }

    public static ISiloBuilder AddStorage(this ISiloBuilder silo, IConfiguration configuration)
    {
        silo.Services.AddSingleton<Migrations>();
        silo.UseSystemTextJsonGrainStorageSerializer();
        return configuration[$"{StorageOptions.Section}:{nameof(StorageOptions.Provider)}"] == StorageOptions.Postgres
            ? silo.AddPostgres()
            : silo.AddSqlite();
    }

    private static ISiloBuilder AddPostgres(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<LeaseOptions>().Configure<IOptions<StorageOptions>>((leases, storage) =>
            leases.ServesThroughOutage = storage.Value.Outage == StorageOptions.Serve);
        silo.Services.AddSingleton<DbDataSource>(provider =>
            NpgsqlDataSource.Create(ForState(provider.GetRequiredService<IOptions<StorageOptions>>().Value.ConnectionString!)));
        return silo
            .AddGrainStorage("Npgsql")
            .UseAdoNetClustering(clustering => clustering.Configure<IOptions<StorageOptions>>((membership, storage) =>
            {
                membership.Invariant = "Npgsql";
                membership.ConnectionString = ForMembership(storage.Value.ConnectionString!);
            }))
            .Configure<ClusterMembershipOptions>(NoticeFailuresWithinSeconds)
            .UseLeases();
    }

    // The only silo keeps its membership in memory.
    private static ISiloBuilder AddSqlite(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<LeaseOptions>().Configure<DataFolder>((leases, folder) => leases.FollowsAnother = folder.WasUsed);
        silo.Services.AddSingleton<DbDataSource>(provider => new SqliteDataSource(provider.GetRequiredService<DataFolder>().Database));
        return silo
            .AddGrainStorage("System.Data.SQLite")
            .UseDevelopmentClustering(primarySiloEndpoint: null);
    }

    private static ISiloBuilder AddGrainStorage(this ISiloBuilder silo, string invariant) =>
        silo.AddAdoNetGrainStorageAsDefault(storage => storage.Configure<DbDataSource>((options, source) =>
        {
            options.Invariant = invariant;
            options.DataSource = source;
            options.DeleteStateOnClear = true;
        }));

    // A silo that stands still in the middle of a transaction keeps its locks: whoever takes over its grains would wait until it is gone.
    private static string ForState(string connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        connection.Options = $"-c idle_in_transaction_session_timeout={LongestPause.TotalMilliseconds} {connection.Options}".TrimEnd();
        return connection.ToString();
    }

    // Membership has connections of its own, and gives up soon: a silo that queued behind grain writes would look dead.
    private static string ForMembership(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        ApplicationName = "authserve-membership",
        MaxPoolSize = 10,
        Timeout = 5,
        CommandTimeout = 5,
    }.ToString();

    private static void NoticeFailuresWithinSeconds(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1);
        membership.NumMissedProbesLimit = 3;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        membership.DeathVoteExpirationTimeout = TimeSpan.FromSeconds(30);
        membership.EnableConnectionLivenessCheck = false;
    }
}
