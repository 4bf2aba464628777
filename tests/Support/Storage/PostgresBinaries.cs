using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AuthServe.Support.Storage;

/// <summary>The installed PostgreSQL server.</summary>
public static partial class PostgresBinaries
{
    private const int OldestMajor = 15;
    private const string Named = "AUTHSERVE_POSTGRES_BIN";
    private const string Debian = "/usr/lib/postgresql";
    private const string Homebrew = "/opt/homebrew/opt";

    /// <summary>The folder of the server binaries. Throws, saying what to install, when there are none: tests are not skipped.</summary>
    public static string Find() =>
        Candidates().FirstOrDefault(folder => Path.IsPathRooted(folder) && MajorOf(Path.Combine(folder, "postgres")) >= OldestMajor)
        ?? throw new InvalidOperationException(
            $"These tests need PostgreSQL {OldestMajor} or later and found none. Install its server (apt-get install postgresql, " +
            $"dnf install postgresql-server, brew install postgresql@17), name the folder of its binaries in {Named}, or name a running " +
            $"server in {PostgresServer.RunningServer}.");

    /// <summary>
    /// A command that runs as a user whom PostgreSQL accepts, for it refuses root; and in a session of its own, for it outlives this
    /// process when that is killed with all of its group.
    /// </summary>
    public static ProcessStartInfo Command(params string[] command)
    {
        string[] session = OperatingSystem.IsLinux() ? ["setsid", "--wait"] : [];
        string[] user = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"] : [];
        string[] all = [.. session, .. user, .. command];
        return new(all[0], all[1..]);
    }

    private static IEnumerable<string> Candidates() =>
    [
        Environment.GetEnvironmentVariable(Named) ?? "",
        Ask("pg_config", "--bindir") ?? "",
        .. Below(Debian, "*"),
        "/usr/local/pgsql/bin",
        .. Below(Homebrew, "postgresql@*"),
    ];

    private static IEnumerable<string> Below(string folder, string versions) =>
        Directory.Exists(folder)
            ? Directory.GetDirectories(folder, versions).OrderDescending(StringComparer.Ordinal).Select(found => Path.Combine(found, "bin"))
            : [];

    private static int MajorOf(string postgres) =>
        VersionPattern().Match(Ask(postgres, "--version") ?? "") is { Success: true } version
            ? int.Parse(version.Groups[1].Value, CultureInfo.InvariantCulture)
            : 0;

    private static string? Ask(string file, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(file, [argument]) { RedirectStandardOutput = true })!;
            var answer = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? answer : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionPattern();
}
