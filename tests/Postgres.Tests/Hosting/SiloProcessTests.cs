using AuthServe.Support.Storage;

namespace AuthServe.Postgres.Tests.Hosting;

public sealed class SiloProcessTests
{
    private const string Invariant = "\"System.Globalization.Invariant\": ";

    [Fact]
    public async Task A_silo_says_when_it_is_ready_and_stops_when_it_is_told()
    {
        await using var database = new EmbeddedDatabase();
        using var silo = SiloProcess.Start(database);

        Assert.NotNull(await silo.ReadUntilAsync("AuthServe silo ready"));
        await silo.SignalAsync("TERM");

        Assert.NotNull(await silo.ReadUntilAsync("AuthServe silo stopped"));
        Assert.Equal(("", 0), await silo.WaitAsync());
    }

    [Fact]
    public async Task A_silo_that_cannot_start_says_why_in_one_line()
    {
        await using var database = new EmbeddedDatabase();
        using var silo = SiloProcess.Start(database, null, "--AuthServe:Storage:Provider=mysql");

        Assert.Null(await silo.ReadUntilAsync("AuthServe silo ready"));

        var (error, exitCode) = await silo.WaitAsync();
        Assert.Equal(1, exitCode);
        Assert.Contains("AuthServe:Storage:Provider", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_without_Unicode_normalisation_does_not_start()
    {
        await using var database = new EmbeddedDatabase();
        var configured = await File.ReadAllTextAsync(SiloProcess.RuntimeConfiguration);
        var invariant = Path.Combine(database.DataFolder, "invariant.runtimeconfig.json");
        await File.WriteAllTextAsync(invariant, configured.Replace(Invariant + "false", Invariant + "true", StringComparison.Ordinal));
        using var silo = SiloProcess.Start(database, invariant);

        Assert.Null(await silo.ReadUntilAsync("AuthServe silo ready"));

        var (error, exitCode) = await silo.WaitAsync();
        Assert.Equal(1, exitCode);
        Assert.Contains("NFKC", error, StringComparison.Ordinal);
    }
}
