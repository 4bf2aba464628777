using AuthServe.Support.Processes;
using AuthServe.Support.Storage;

namespace AuthServe.Postgres.Tests.Hosting;

public sealed class SiloProcessTests
{
    private const string Invariant = "\"System.Globalization.Invariant\": ";

    [Fact]
    public async Task A_silo_says_when_it_is_ready_and_stops_when_it_is_told()
    {
        await using var database = new EmbeddedDatabase();
        using var silo = ProgramProcess.StartSilo(database.Settings);

        Assert.True(await silo.ReadUntilAsync("AuthServe silo ready"));
        await silo.SignalAsync("TERM");

        Assert.True(await silo.ReadUntilAsync("AuthServe silo stopped"));
        var (errors, exitCode) = await silo.WaitAsync();
        Assert.Empty(errors);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task A_silo_that_cannot_start_says_why_in_one_line()
    {
        using var silo = ProgramProcess.StartSilo([KeyValuePair.Create<string, string?>("Storage:Provider", "mysql")]);

        Assert.False(await silo.ReadUntilAsync("AuthServe silo ready"));

        var (errors, exitCode) = await silo.WaitAsync();
        Assert.Equal(1, exitCode);
        Assert.Contains("AuthServe:Storage:Provider", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_without_Unicode_normalisation_does_not_start()
    {
        await using var database = new EmbeddedDatabase();
        var configured = await File.ReadAllTextAsync(ProgramProcess.SiloRuntimeConfiguration);
        var invariant = Path.Combine(database.DataFolder, "invariant.runtimeconfig.json");
        await File.WriteAllTextAsync(invariant, configured.Replace(Invariant + "false", Invariant + "true", StringComparison.Ordinal));
        using var silo = ProgramProcess.StartSilo(database.Settings, invariant);

        Assert.False(await silo.ReadUntilAsync("AuthServe silo ready"));

        var (errors, exitCode) = await silo.WaitAsync();
        Assert.Equal(1, exitCode);
        Assert.Contains("NFKC", Assert.Single(errors), StringComparison.Ordinal);
    }
}
