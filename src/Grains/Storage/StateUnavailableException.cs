namespace AuthServe.Grains.Storage;

/// <summary>What was read is older than what is known to be committed: better no answer than a stale one.</summary>
[GenerateSerializer, Alias("authserve.internal.StateUnavailable")]
internal sealed class StateUnavailableException : TimeoutException
{
    public StateUnavailableException()
    {
    }

    public StateUnavailableException(string subject)
        : base($"The current state of {subject} could not be read.")
    {
    }

    public StateUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
