using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServe.Postgres.Tests.Hosting;

public sealed class ClusterTests
{
    [Fact]
    public async Task Three_silos_started_at_once_on_an_empty_database_form_one_cluster()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres);

        var silos = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TestSilo.StartAsync(database.Settings)));

        foreach (var silo in silos)
        {
            var table = await silo.Services.GetRequiredService<IMembershipTable>().ReadAllAsync();
            Assert.Equal(3, table.Members.Count);
            Assert.All(table.Members, member => Assert.Equal(SiloStatus.Active, member.Item1.Status));
        }

        await Task.WhenAll(silos.Select(silo => silo.DisposeAsync().AsTask()));
    }
}
