using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServe.RelyingParties.Tests.Browsing;
using Xunit;

namespace AuthServe.RelyingParties.Tests.Programs;

/// <summary>
/// A relying party that is a program. It reads its settings as one line of JSON; writes <c>{"visit": address, "until": address}</c> when its
/// user must go somewhere, and reads where the browser came to; and writes <c>{"result": ...}</c> as its last line.
/// </summary>
internal static class ScriptedClient
{
    // A client that waits for what never comes must not hold up the rest.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Runs a program to its end, as the user that it serves.</summary>
    /// <returns>What the program says of it; the test fails with what it printed to standard error if it did not come that far.</returns>
    public static async Task<JsonNode> RunAsync(string program, IEnumerable<string> arguments, JsonObject settings, Visitor visitor)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Longest);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            var result = await ConverseAsync(process, settings, visitor, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0 && result is not null, $"{Name(arguments)} ended with {process.ExitCode}: {await errors}");
            return result!;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{Name(arguments)} did not finish within {Longest}: {await errors}");
            throw;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static async Task<JsonNode?> ConverseAsync(Process process, JsonObject settings, Visitor visitor, CancellationToken limit)
    {
        await TellAsync(process, settings);
        while (await process.StandardOutput.ReadLineAsync(limit) is { } line)
        {
            var said = Parse(line);
            if (said["result"] is { } result) return result;
            foreach (var (field, value) in said["answers"]?.AsObject() ?? []) visitor.Answering(field, value!.GetValue<string>());
            var visit = await visitor.OpenAsync(said["visit"]!.GetValue<string>(), said["until"]?.GetValue<string>());
            await TellAsync(process, new() { ["address"] = visit.Address.AbsoluteUri, ["filled"] = new JsonArray([.. visit.Filled]) });
        }

        return null;
    }

    private static async Task TellAsync(Process process, JsonObject message)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(message.ToJsonString());
            await process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It has ended and hears nothing more; why it did is in what it printed.
        }
    }

    private static JsonNode Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line)!;
        }
        catch (JsonException)
        {
            Assert.Fail($"The client printed what is no JSON: {line}");
            throw;
        }
    }

    private static string Name(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Path.GetFileName));
}
