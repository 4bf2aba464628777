using System.Net;
using System.Net.Sockets;
using AuthServe.Grains.SigningKeys;
using AuthServe.Silo;
using AuthServe.Support.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AuthServe.Postgres.Tests.Hosting;

public sealed class SettingsTests
{
    private const string Key = "AuthServe:Keys:EncryptionKey";
    private const string KeyText = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    [Theory]
    [InlineData("AuthServe:Storage:Provider", "mysql")]
    [InlineData("AuthServe:Storage:Provider", "")]
    [InlineData("AuthServe:Storage:DataFolder", "")]
    [InlineData("AuthServe:Silo:SiloPort", "0")]
    [InlineData("AuthServe:Silo:GatewayPort", "65536")]
    [InlineData("AuthServe:Silo:AdvertisedAddress", "silo.example")]
    [InlineData("AuthServe:Silo:AdvertisedAddress", "0.0.0.0")]
    [InlineData("AuthServe:Silo:ClusterId", "")]
    [InlineData("AuthServe:Silo:ServiceId", "no spaces")]
    [InlineData("AuthServe:Mail:From", "nobody")]
    [InlineData("AuthServe:Mail:LinkBase", "auth.example")]
    [InlineData("AuthServe:Mail:LinkBase", "https://auth.example/?a=b")]
    [InlineData("AuthServe:Gateway:Issuer", "ftp://auth.example", "AuthServe:Mail:LinkBase")]
    [InlineData("AuthServe:Links:PasswordResetLifetime", "2.00:00:00")]
    [InlineData("AuthServe:Links:EmailVerificationLifetime", "00:00:01")]
    [InlineData("AuthServe:Mail:Folder", "")]
    [InlineData("AuthServe:Mail:GiveUpAfter", "00:00:01")]
    [InlineData("AuthServe:Mail:FirstPause", "00:00:00")]
    [InlineData("AuthServe:Mail:Smtp:Security", "ssl")]
    [InlineData("AuthServe:Mail:Smtp:Port", "0")]
    [InlineData("AuthServe:Mail:Smtp:UserName", "mailer")]
    [InlineData("AuthServe:Mail:Smtp:CertificateAuthorities", "/nowhere.pem")]
    [InlineData(Key, "c2hvcnQ=")]
    [InlineData(Key, "*")]
    public async Task A_wrong_setting_is_refused_by_name(string setting, string value, string? named = null)
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync((setting, value)));

        Assert.Contains(named ?? setting, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_is_not_sent_where_others_can_read_it()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(
            ("AuthServe:Mail:Smtp:Security", "none"), ("AuthServe:Mail:Smtp:UserName", "mailer"), ("AuthServe:Mail:Smtp:Password", "secret")));

        Assert.Contains("AuthServe:Mail:Smtp:Security", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silos_and_gateways_need_ports_of_their_own()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(
            ("AuthServe:Silo:SiloPort", "11111"), ("AuthServe:Silo:GatewayPort", "11111")));

        Assert.Contains("AuthServe:Silo:GatewayPort", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_of_the_wrong_type_is_refused_by_name()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(("AuthServe:Silo:SiloPort", "many")));

        Assert.Contains("AuthServe:Silo:SiloPort", refusal.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(null), InlineData("db.example"), InlineData("Hostess=db.example")]
    public async Task Postgres_needs_a_connection_string(string? connectionString)
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(
            ("AuthServe:Storage:Provider", "postgres"), ("AuthServe:Storage:ConnectionString", connectionString), (Key, KeyText)));

        Assert.Contains("AuthServe:Storage:ConnectionString", refusal.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(null), InlineData("")]
    public async Task Postgres_needs_a_key_that_every_silo_has(string? key)
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(
            ("AuthServe:Storage:Provider", "postgres"), ("AuthServe:Storage:ConnectionString", "Host=127.0.0.1"), (Key, key)));

        Assert.Contains(Key, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_named_by_its_setting()
    {
        var refusal = await Assert.ThrowsAsync<StartupException>(() => StartAsync(
            ("AuthServe:Storage:Provider", "postgres"),
            ("AuthServe:Storage:ConnectionString", $"Host=127.0.0.1;Port={FreePort.Next()};Username=u;Password=secret"),
            (Key, KeyText)));

        Assert.Contains("AuthServe:Storage:ConnectionString", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory, InlineData("AuthServe:Silo:SiloPort"), InlineData("AuthServe:Silo:GatewayPort")]
    public async Task A_port_that_another_silo_listens_on_is_refused_by_name(string setting)
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();

        var refusal = await Assert.ThrowsAsync<StartupException>(() => StartAsync((setting, $"{((IPEndPoint)other.LocalEndPoint!).Port}")));

        Assert.Contains(setting, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_refused_by_name()
    {
        var refusal = await Assert.ThrowsAsync<StartupException>(() => StartAsync(("AuthServe:Silo:AdvertisedAddress", "192.0.2.1")));

        Assert.Contains("AuthServe:Silo:AdvertisedAddress", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_does_not_repeat_the_key()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync((Key, KeyText + KeyText)));

        Assert.DoesNotContain(KeyText, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_of_the_settings_is_the_one_that_grains_get()
    {
        await using var database = new EmbeddedDatabase();
        using var host = Build((Key, KeyText), ("AuthServe:Storage:DataFolder", database.DataFolder));

        var key = host.Services.GetRequiredService<KeyEncryptionKey>();

        Assert.Equal(Enumerable.Range(0, 32).Select(number => (byte)number), key.Bytes);
        Assert.Equal("***", key.ToString());
        Assert.Empty(Directory.GetFileSystemEntries(database.DataFolder));
    }

    private static async Task StartAsync(params (string Setting, string? Value)[] settings)
    {
        await using var database = new EmbeddedDatabase();
        using var host = Build(
        [
            ("AuthServe:Silo:SiloPort", $"{FreePort.Next()}"),
            ("AuthServe:Silo:GatewayPort", $"{FreePort.Next()}"),
            ("AuthServe:Storage:DataFolder", database.DataFolder),
            .. settings,
        ]);
        await host.StartAsync();
    }

    private static IHost Build(params (string Setting, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        foreach (var (setting, value) in settings) builder.Configuration[setting] = value;
        builder.AddAuthServeSilo();
        return builder.Build();
    }
}
