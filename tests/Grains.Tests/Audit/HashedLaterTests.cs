using System.Data.Common;
using AuthServe.GrainInterfaces.Audit;
using AuthServe.Grains.Organizations;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit;

namespace AuthServe.Grains.Tests.Audit;

/// <summary>The chain of an organization founded by a version without hashes begins with its next entry.</summary>
public sealed class HashedLaterTests(SharedSilo silo)
{
    [Fact]
    public async Task Before_its_next_entry_there_is_nothing_to_verify()
    {
        var tenant = await AgeAsync(await FoundAsync());

        Assert.Equal(new AuditVerification(null, 2, 0, null, null), await VerifyAsync(tenant));
    }

    [Fact]
    public async Task The_chain_begins_with_its_next_entry()
    {
        var tenant = await AgeAsync(await FoundAsync());

        await tenant.AddRoleAsync("auditor");
        await tenant.AddRoleAsync("another");

        var found = await VerifyAsync(tenant);
        Assert.Equal((3, 4, 2, null), (found.FirstRevision, found.LastRevision, found.Entries, found.Break));
    }

    [Theory]
    [InlineData("DELETE FROM organization_log WHERE organization_id = @id AND revision = 2", 2, AuditBreakReason.Missing)]
    [InlineData("UPDATE organization_log SET hash = 'made up' WHERE organization_id = @id AND revision = 2", 2, AuditBreakReason.Changed)]
    [InlineData("UPDATE organization_log SET hash = NULL WHERE organization_id = @id AND revision = 3", 3, AuditBreakReason.Changed)]
    public async Task What_is_wrong_is_found_on_both_sides_of_its_beginning(string sql, long revision, AuditBreakReason reason)
    {
        var tenant = await AgeAsync(await FoundAsync());
        await tenant.AddRoleAsync("auditor");
        await using var connection = await silo.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        await connection.ExecuteAsync(sql, new { id = tenant.Id.Value });

        Assert.Equal(new AuditBreak(revision, reason), (await VerifyAsync(tenant)).Break);
    }

    private async Task<Tenant> FoundAsync()
    {
        var tenant = await silo.SignUpAsync();
        await tenant.AddRoleAsync("clerk");
        return tenant;
    }

    // Takes the hashes out of the rows, as an earlier version left them.
    private async Task<Tenant> AgeAsync(Tenant tenant)
    {
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>("Default");
        var id = ((IAddressable)tenant.Organization).GetGrainId();
        var row = new GrainState<OrganizationState>();
        await storage.ReadStateAsync("organization", id, row);
        row.State = row.State! with { HashedFrom = 0, Pending = row.State.Pending! with { Hash = null, RequestId = null } };
        await storage.WriteStateAsync("organization", id, row);
        await SharedSilo.DeactivateAsync(tenant.Organization);

        await using var connection = await silo.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        await connection.ExecuteAsync(
            "UPDATE organization_log SET hash = NULL, request_id = NULL WHERE organization_id = @id", new { id = tenant.Id.Value });
        return tenant;
    }

    private Task<AuditVerification> VerifyAsync(Tenant tenant) => silo.Grain<IAuditGrain>(tenant.Id.Value).VerifyAsync();
}
