using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace AuthServe.Gateway.Health;

/// <summary>
/// What a gateway does between being told to stop and stopping: it serves on, says that it is not ready, and asks clients to connect anew, so
/// that a load balancer has sent its traffic elsewhere before the first connection is refused.
/// </summary>
internal static partial class Draining
{
    /// <summary>Whether the gateway has been told to stop.</summary>
    public static bool IsDraining(this IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Asks clients of HTTP/1.1 to close their connections while the gateway drains; HTTP/2 says so itself when it stops.</summary>
    public static void UseDraining(this WebApplication app) => app.Use((context, next) =>
    {
        if (app.Lifetime.IsDraining() && HttpProtocol.IsHttp11(context.Request.Protocol)) context.Response.Headers.Connection = "close";
        return next(context);
    });

    /// <summary>Returns when the gateway has been told to stop and has drained. Whoever presses Ctrl-C does not wait for that.</summary>
    public static async Task WaitUntilDrainedAsync(this WebApplication app)
    {
        using var hurry = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => hurry.Cancel());
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = app.Lifetime.ApplicationStopping.Register(stopping.SetResult);
        await stopping.Task;

        var time = app.Services.GetRequiredService<TimeProvider>();
        var drainTime = app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.DrainTime;
        if (drainTime > TimeSpan.Zero && !hurry.IsCancellationRequested) LogDraining(app.Logger, drainTime);
        await Task.Delay(drainTime, time, hurry.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Told to stop: not ready any more, and serving for another {DrainTime}.")]
    private static partial void LogDraining(ILogger logger, TimeSpan drainTime);
}
