using AuthServe.Grains.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace AuthServe.Silo;

/// <summary>Verifies what is stored: as a silo of the cluster, or the only one of an embedded database.</summary>
internal static class SiloVerification
{
    /// <summary>The first argument of a process that verifies.</summary>
    public const string Command = "verify";

    private const int Different = 2;

    /// <summary>Leaves standard output to the differences.</summary>
    public static void AddVerificationOutput(this IServiceCollection services) =>
        services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

    /// <summary>
    /// Prints a line for each difference and answers the exit code: 0 when there is none, 2 when there is one, 1 when the silo cannot start.
    /// </summary>
    public static Task<int> VerifyAsync(this IHost host) => SiloRunner.AnswerAsync(async () =>
    {
        using (host)
        {
            await host.StartAsync();
            var differences = 0;
            await foreach (var difference in host.Services.GetRequiredService<Verifier>().FindAsync())
            {
                differences++;
                await Console.Out.WriteLineAsync(difference);
            }

            await host.StopAsync();
            await Console.Error.WriteLineAsync(differences == 0 ? "Nothing differs." : $"{differences} differ.");
            return differences == 0 ? 0 : Different;
        }
    });
}
