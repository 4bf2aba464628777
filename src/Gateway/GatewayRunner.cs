using AuthServe.Gateway.Health;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace AuthServe.Gateway;

/// <summary>Runs a gateway process.</summary>
public static class GatewayRunner
{
    /// <summary>
    /// Runs until SIGINT, or until SIGTERM and <see cref="GatewayOptions.DrainTime"/>; the process's exit code. A setting that cannot be used
    /// is one sentence on standard error and exit code 1.
    /// </summary>
    public static async Task<int> RunGatewayAsync(this WebApplication gateway)
    {
        await using (gateway)
        {
            try
            {
                await gateway.StartAsync();
                await gateway.WaitUntilDrainedAsync();
                await gateway.WaitForShutdownAsync();
                return 0;
            }
            catch (Exception exception) when (IsRefusal(exception))
            {
                await gateway.StopAsync();
                await Console.Error.WriteLineAsync($"AuthServe gateway cannot start. {exception.Message}");
                return 1;
            }
        }
    }

    private static bool IsRefusal(Exception exception) => exception
        is OptionsValidationException
        or IOException { InnerException: AddressInUseException }
        or InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" };
}
