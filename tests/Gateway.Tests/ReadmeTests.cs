using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AuthServe.Support.Gateways;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Xunit;

namespace AuthServe.Gateway.Tests;

/// <summary>The README's journey, as somebody pastes it into a terminal, on an installation nobody has used.</summary>
public sealed partial class ReadmeTests
{
    private const string EndOfBlock = "-- end of block --";

    [Fact]
    public async Task The_journey_prints_what_the_readme_shows()
    {
        await using var database = await TestDatabase.CreateAsync(TestDatabase.ChosenEngine);
        await using var silo = await TestSilo.StartAsync(database.Settings);
        await using var gateway = await (await TestGateway.StartAsync([silo.GatewayPort])).ReadyAsync();
        var steps = ReadSteps();
        Assert.True(steps.Count >= 8);

        var printed = await RunAsync(steps.Select(step => step.Commands), gateway.Http.BaseAddress!);

        Assert.Equal(steps.Count, printed.Length);
        foreach (var (step, output) in steps.Zip(printed)) Assert.Matches(ToPattern(step.Shown), output.Trim());
    }

    private static List<(string Commands, string Shown)> ReadSteps()
    {
        var readme = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../README.md"));
        var journey = readme[readme.IndexOf("## The journey", StringComparison.Ordinal)..readme.IndexOf("## Concepts", StringComparison.Ordinal)];
        return [.. Step().Matches(journey).Select(match => (match.Groups["commands"].Value, match.Groups["shown"].Value.Trim()))];
    }

    private static async Task<string[]> RunAsync(IEnumerable<string> blocks, Uri gateway)
    {
        var script = string.Concat(blocks.Select(block => $"{block}\necho '{EndOfBlock}'\n"))
            .Replace("http://localhost:8000", gateway.ToString().TrimEnd('/'), StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var bash = Process.Start(start)!;
        await bash.StandardInput.WriteAsync(script);
        bash.StandardInput.Close();
        var output = await bash.StandardOutput.ReadToEndAsync();
        return output.Split(EndOfBlock, StringSplitOptions.TrimEntries)[..^1];
    }

    private static string ToPattern(string shown) => "\\A" + Regex.Escape(shown).Replace("…", ".*", StringComparison.Ordinal) + "\\z";

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("```sh\n(?<commands>.*?)\n```\n```(json)?\n(?<shown>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Step();
}
