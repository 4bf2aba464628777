using Orleans.Runtime;

namespace AuthServe.GrainInterfaces.Silos;

/// <summary>
/// Sends a call again that a silo refused because it stops. For a moment before such a silo has left the cluster, others still send to it what was
/// active there; it takes nothing in any more, so the call has not begun and can be sent to where the grain is next.
/// </summary>
/// <param name="stopping">Cancelled when what calls stops itself: from then on it is the one that refuses.</param>
public sealed class RefusedCalls(CancellationToken stopping) : IOutgoingGrainCallFilter
{
    // In Orleans' words, the only thing that tells this refusal from others, of which some leave open whether the call has begun.
    private const string Refusal = "Silo stopping";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    /// <exception cref="SiloUnavailableException">
    /// It was refused for too long. What a grain has begun by then is not undone: whoever has called the grain must not take this for a refusal of their own
    /// call.
    /// </exception>
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // The machine's clock, whatever clock the grains go by.
        var time = TimeProvider.System;
        for (var begun = time.GetTimestamp(); ; await Task.Delay(Pause, time))
        {
            try
            {
                await context.Invoke();
                return;
            }
            catch (OrleansMessageRejectionException refused) when (IsRefusal(refused))
            {
                if (stopping.IsCancellationRequested || time.GetElapsedTime(begun) > Patience) throw new SiloUnavailableException(refused.Message, refused);
            }
        }
    }

    // The exception that giving up ends in is one of its kind.
    private static bool IsRefusal(OrleansMessageRejectionException exception) =>
        exception is not SiloUnavailableException && exception.Message.StartsWith(Refusal, StringComparison.Ordinal);
}
