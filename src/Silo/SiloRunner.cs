using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AuthServe.Silo;

/// <summary>Runs a silo process.</summary>
internal static class SiloRunner
{
    /// <summary>
    /// Runs until SIGINT or SIGTERM and answers the process's exit code. A refusal to start is one line on standard error and exit code 1.
    /// </summary>
    public static Task<int> RunSiloAsync(this IHost host) => AnswerAsync(async () =>
    {
        await host.RunAsync();
        return 0;
    });

    /// <summary>Runs something with a silo and answers its exit code; that of a refusal to start, if it comes to that.</summary>
    public static async Task<int> AnswerAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
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
