using System.Diagnostics;
using System.Security.Cryptography;
using AuthServe.Support.Storage;
using Xunit;

namespace AuthServe.RelyingParties.Tests.Apache;

/// <summary>An Apache of its own on free ports, as a process, with a site for each client; its files are gone when disposed.</summary>
internal sealed class ApacheServer : IAsyncDisposable
{
    private const UnixFileMode Everybody = (UnixFileMode)0x1FF;

    private static readonly string[] Modules =
        ["mpm_event", "authn_core", "authz_core", "authz_user", "dir", "mime", "headers", "auth_openidc"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("authserve-apache-");
    private readonly List<ApacheSite> _sites = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;
    private Task _log = Task.CompletedTask;

    /// <summary>Registers a client for every name and starts a server that has a site for each.</summary>
    public static async Task<ApacheServer> StartAsync(Service service, params string[] names)
    {
        var server = new ApacheServer();
        try
        {
            foreach (var name in names) server._sites.Add(await ApacheSite.RegisterAsync(service, name, FreePort.Next()));
            await server.WriteAsync(service);
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public ApacheSite this[int index] => _sites[index];

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await StopAsync(_process);
        await _log;
        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task StopAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-s", "TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
    }

    private async Task WriteAsync(Service service)
    {
        var root = _folder.CreateSubdirectory("root");
        root.CreateSubdirectory("app");
        _folder.CreateSubdirectory("cache");
        await File.WriteAllTextAsync(Path.Combine(root.FullName, "app/index.html"), "<p>The application.</p>");
        await File.WriteAllTextAsync(Path.Combine(root.FullName, "goodbye.html"), "<p>Goodbye.</p>");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "apache.conf"), Configuration(service));
        // Started as root, the server serves as somebody who owns nothing here.
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) return;
        foreach (var folder in _folder.EnumerateDirectories("*", SearchOption.AllDirectories).Append(_folder)) folder.UnixFileMode = Everybody;
    }

    private string Configuration(Service service) => $"""
        ServerName 127.0.0.1
        ServerRoot "{_folder.FullName}"
        DefaultRuntimeDir "{_folder.FullName}"
        PidFile "{_folder.FullName}/apache.pid"
        Mutex "file:{_folder.FullName}" default
        ErrorLog /dev/stderr
        LogLevel notice
        {string.Join('\n', Modules.Select(name => $"LoadModule {name}_module \"{Installed.ApacheModules}/mod_{name}.so\""))}
        {(Environment.IsPrivilegedProcess ? "User www-data\nGroup www-data" : "")}
        DocumentRoot "{_folder.FullName}/root"
        DirectoryIndex index.html
        TypesConfig /dev/null
        AddType text/html .html

        OIDCProviderMetadataURL {service.Issuer}/.well-known/openid-configuration
        OIDCCryptoPassphrase {Convert.ToHexString(RandomNumberGenerator.GetBytes(32))}
        OIDCCacheType file
        OIDCCacheDir "{_folder.FullName}/cache"
        OIDCScope "openid profile email"
        OIDCPKCEMethod S256
        {string.Join('\n', _sites.Select(site => site.Configuration))}
        """;

    private async Task StartAsync()
    {
        var start = new ProcessStartInfo(Installed.Apache, ["-D", "FOREGROUND", "-f", Path.Combine(_folder.FullName, "apache.conf")])
        {
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _log = ReadLogAsync(_process.StandardError, TestContext.Current.TestOutputHelper);
        var ready = _ready.Task;
        Assert.True(await Task.WhenAny(ready, _log) == ready, "Apache did not start; why is in the output of this test.");
    }

    // What the server has to say goes with the test, which shows it if it fails.
    private async Task ReadLogAsync(StreamReader log, ITestOutputHelper? output)
    {
        while (await log.ReadLineAsync() is { } line)
        {
            output?.WriteLine(line);
            if (line.Contains("resuming normal operations", StringComparison.Ordinal)) _ready.TrySetResult();
        }
    }
}
