using AuthServe.GrainInterfaces.Outcomes;
using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace AuthServe.Grains.Storage;

/// <summary>
/// Turns what storage throws into the one exception that callers know. Drivers' exceptions stay here, with what they say of the database: a
/// gateway could not even read them.
/// </summary>
internal sealed partial class StorageFailures(ILogger<StorageFailures> logger) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception exception) when (IsOfStorage(exception))
        {
            LogFailed(exception, context.TargetId);
            throw new StateUnavailableException(context.TargetId.ToString());
        }
    }

    private static bool IsOfStorage(Exception? exception) => exception switch
    {
        null => false,
        DbException or IOException or SocketException or InconsistentStateException => true,
        AggregateException several => several.InnerExceptions.Any(IsOfStorage),
        _ => IsOfStorage(exception.InnerException),
    };

    [LoggerMessage(1, LogLevel.Error, "Storage failed {Grain}.")]
    private partial void LogFailed(Exception exception, Orleans.Runtime.GrainId grain);
}
