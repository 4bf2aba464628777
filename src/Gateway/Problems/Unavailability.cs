using System.Data.Common;
using System.Security.Cryptography;
using AuthServe.Gateway.Silos;
using Orleans.Serialization;

namespace AuthServe.Gateway.Problems;

/// <summary>Tells broken infrastructure, which passes, from a bug.</summary>
internal static class Unavailability
{
    /// <summary>What is answered then.</summary>
    public static Problem Problem { get; } = new(ProblemCodes.ServiceUnavailable, "The service cannot answer now. Try again.");

    /// <summary>
    /// Whether the exception says that a silo, the way to it or its storage cannot be reached now. The silo's database drivers throw types
    /// that the gateway does not have: those arrive as the fallback. What a silo could not bring to its grain in time arrives as cancelled.
    /// </summary>
    public static bool Explains(Exception exception) => exception switch
    {
        ClusterUnavailableException or TimeoutException or OrleansException or DbException or IOException
            or UnavailableExceptionFallbackException or OperationCanceledException => true,
        // So data protection wraps whatever keeps it from its keys.
        CryptographicException { InnerException: { } cause } => Explains(cause),
        AggregateException many => many.InnerExceptions.All(Explains),
        _ => false,
    };
}
