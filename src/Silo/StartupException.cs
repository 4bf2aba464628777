namespace AuthServe.Silo;

/// <summary>The silo refuses to start; the message tells its operator why, and what to change.</summary>
internal sealed class StartupException : Exception
{
    public StartupException()
    {
    }

    public StartupException(string message)
        : base(message)
    {
    }

    public StartupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
