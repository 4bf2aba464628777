namespace AuthServe.GrainInterfaces.Outcomes;

/// <summary>
/// The state that an answer must rest on could not be read or written, or what was read is older than what is known to be committed:
/// better no answer than a wrong one. After a write its outcome is unknown; the caller may ask again.
/// </summary>
[GenerateSerializer, Alias("authserve.StateUnavailable")]
public sealed class StateUnavailableException : TimeoutException
{
    /// <summary>Says nothing of what is not available.</summary>
    public StateUnavailableException()
    {
    }

    /// <summary>Says what is not available.</summary>
    public StateUnavailableException(string subject)
        : base($"The current state of {subject} is not available.")
    {
    }

    /// <summary>Says what is not available, and why.</summary>
    public StateUnavailableException(string subject, Exception innerException)
        : base($"The current state of {subject} is not available.", innerException)
    {
    }
}
