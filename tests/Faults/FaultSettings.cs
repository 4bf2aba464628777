using System.Globalization;

namespace AuthServe.Faults;

/// <summary>What is to be run, from the environment.</summary>
internal static class FaultSettings
{
    /// <summary>How many rounds of each fault; null for the short version, a few of them once.</summary>
    public static int? Rounds { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("AUTHSERVE_FAULT_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : null;

    /// <summary>Where the table is written to; null for nowhere.</summary>
    public static string? ReportFile { get; } = Environment.GetEnvironmentVariable("AUTHSERVE_FAULT_REPORT");

    // Parts of the names of those to run.
    private static string[]? Names { get; } = Environment.GetEnvironmentVariable("AUTHSERVE_FAULTS")?.Split(',');

    private static string[] Outages { get; } =
        Environment.GetEnvironmentVariable("AUTHSERVE_FAULT_OUTAGES")?.Split(',') ?? (Rounds is null ? ["refuse"] : ["refuse", "serve"]);

    /// <summary>Whether clusters are to be tried whose silos do this while the database is away.</summary>
    public static bool Includes(string outage) => Outages.Contains(outage);

    /// <summary>Whether it is to go wrong.</summary>
    public static bool Includes(Fault fault) => Names is null
        ? Rounds is not null || fault.Name is Catalogue.Killed or Catalogue.CutOff
        : Names.Any(part => fault.Name.Contains(part, StringComparison.Ordinal));
}
