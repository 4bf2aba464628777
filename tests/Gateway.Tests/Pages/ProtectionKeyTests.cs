using System.Security.Cryptography;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.SigningKeys;
using AuthServe.Support.Gateways;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServe.Gateway.Tests.Pages;

/// <summary>What protects cookies and forms comes from the silos, so that every gateway reads what any has written.</summary>
public sealed class ProtectionKeyTests(Service service)
{
    [Fact]
    public async Task What_one_gateway_protects_another_reads_and_one_that_has_just_started_too()
    {
        await using var fresh = await (await TestGateway.StartAsync([service.Silo.GatewayPort])).ReadyAsync();

        var text = ProtectorOf(service.GatewayServices).Protect("who is signed in");

        Assert.Equal("who is signed in", ProtectorOf(fresh.Services).Unprotect(text));
        Assert.Equal("who is signed in", ProtectorOf(service.GatewayServices).Unprotect(ProtectorOf(fresh.Services).Protect("who is signed in")));
    }

    [Fact]
    public void What_was_changed_is_not_read()
    {
        var bytes = ProtectorOf(service.GatewayServices).Protect([1, 2, 3]);
        bytes[^1] ^= 1;

        Assert.Throws<CryptographicException>(() => ProtectorOf(service.GatewayServices).Unprotect(bytes));
    }

    [Fact]
    public void Keys_come_from_the_ring_alone()
    {
        var manager = service.GatewayServices.GetRequiredService<IKeyManager>();
        var ring = service.GatewayServices.GetRequiredService<TokenKeys>().Current.Protection;

        Assert.Equal(ring.Select(key => (key.Id, key.ActivatesAt, key.ExpiresAt)),
            manager.GetAllKeys().Select(key => (key.KeyId, key.ActivationDate, key.ExpirationDate)));
        Assert.Throws<NotSupportedException>(() => manager.CreateNewKey(default, default));
        Assert.Throws<NotSupportedException>(() => manager.RevokeKey(ring[0].Id));
        Assert.Throws<NotSupportedException>(() => manager.RevokeAllKeys(default));
    }

    [Fact]
    public async Task Without_keys_nothing_is_protected_and_the_reason_is_that_no_silo_answers()
    {
        await using var gateway = await TestGateway.StartAsync([FreePort.Next()]);

        var exception = Assert.Throws<CryptographicException>(() => ProtectorOf(gateway.Services).Protect("text"));

        Assert.IsType<ClusterUnavailableException>(exception.InnerException);
    }

    [Fact]
    public async Task The_turn_of_a_period_brings_the_next_key_and_leaves_what_was_protected_readable()
    {
        var clock = new TestClock();
        await using var database = await TestDatabase.CreateAsync(TestDatabase.ChosenEngine);
        await using var silo = await TestSilo.StartAsync(database.Settings, services => TestSilo.UseClock(services, clock));
        await using var gateway = await (await TestGateway.StartAsync([silo.GatewayPort])).ReadyAsync();
        var keys = gateway.Services.GetRequiredService<TokenKeys>();
        var (before, turn) = (keys.Current.Protection, keys.Turn);
        var text = ProtectorOf(gateway.Services).Protect("text");

        await keys.RefreshAsync(CancellationToken.None);
        Assert.False(turn.IsCancellationRequested);

        clock.Advance(TimeSpan.FromDays(90));
        await keys.RefreshAsync(CancellationToken.None);
        Assert.True(turn.IsCancellationRequested);
        Assert.Equal(before[..3].Select(key => key.Id), keys.Current.Protection[1..].Select(key => key.Id));
        Assert.Equal("text", ProtectorOf(gateway.Services).Unprotect(text));

        await using var fresh = await (await TestGateway.StartAsync([silo.GatewayPort])).ReadyAsync();
        Assert.Equal("text", ProtectorOf(fresh.Services).Unprotect(text));
    }

    [Fact]
    public async Task A_silo_answers_the_same_keys_after_it_has_restarted()
    {
        await using var database = await TestDatabase.CreateAsync(TestDatabase.ChosenEngine);
        var before = await KeysAsync(database);

        Assert.Equal(before, await KeysAsync(database));
    }

    private static async Task<string[]> KeysAsync(TestDatabase database)
    {
        await using var silo = await TestSilo.StartAsync(database.Settings);
        var ring = await silo.Grains.GetGrain<ISigningKeysGrain>(0).GetRingAsync();
        return [.. ring.ProtectionKeys.Select(key => key.Id + Convert.ToHexString(key.Secret.AsSpan()))];
    }

    private static IDataProtector ProtectorOf(IServiceProvider gateway) => gateway.GetDataProtector("tests");
}
