using System.Diagnostics;
using System.Text.Json.Nodes;
using MimeKit;
using Xunit;

namespace AuthServe.RelyingParties.Tests.Mail;

/// <summary>A real mail server (aiosmtpd) on a port of 127.0.0.1.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private SmtpServer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <summary>Starts a server with the settings that <c>python/smtp_server.py</c> tells of.</summary>
    public static async Task<SmtpServer> StartAsync(JsonObject settings)
    {
        var start = new ProcessStartInfo(Installed.Python, [Path.Combine(Installed.PythonFolder, "smtp_server.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(settings.ToJsonString());
        await process.StandardInput.FlushAsync();
        if (await process.StandardOutput.ReadLineAsync() is { } line) return new(process, JsonNode.Parse(line)!["port"]!.GetValue<int>());

        Assert.Fail("The mail server did not start: " + await process.StandardError.ReadToEndAsync());
        throw new InvalidOperationException();
    }

    /// <summary>The next thing the server says of what it is sent.</summary>
    public async Task<JsonNode> NextAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Longest);
        Assert.NotNull(line);
        return JsonNode.Parse(line)!;
    }

    /// <summary>The next mail that the server takes.</summary>
    public async Task<MimeMessage> ReceiveAsync()
    {
        var said = await NextAsync();
        using var text = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(said["mail"]!.GetValue<string>()));
        return await MimeMessage.LoadAsync(text);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
