namespace AuthServe.Grains.Storage;

/// <summary>
/// The state that an answer must rest on could not be read or written, or what was read is older than what is known to be committed:
/// better no answer than a wrong one. After a write its outcome is unknown; the caller may ask again.
/// </summary>
[GenerateSerializer, Alias("authserve.internal.StateUnavailable")]
internal sealed class StateUnavailableException : TimeoutException
{
    public StateUnavailableException()
    {
    }

    public StateUnavailableException(string subject)
        : base($"The current state of {subject} is not available.")
    {
    }

    public StateUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
