using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AuthServe.Silo;

/// <summary>Runs a silo process.</summary>
internal static class SiloRunner
{
    /// <summary>
    /// Runs until SIGINT or SIGTERM and answers the process's exit code. A refusal to start is one line on standard error and exit code 1.
    /// </summary>
    public static async Task<int> RunSiloAsync(this IHost host)
    {
        try
        {
            await host.RunAsync();
            return 0;
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            await Console.Error.WriteLineAsync($"AuthServe silo cannot start. {exception.Message}");
            return 1;
        }
    }

    private static bool IsRefusal(Exception exception) => exception
        is StartupException
        or OptionsValidationException
        or InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" };
}
