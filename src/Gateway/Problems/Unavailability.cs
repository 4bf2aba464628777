using System.Data.Common;
using AuthServe.Gateway.Silos;
using Orleans.Serialization;

namespace AuthServe.Gateway.Problems;

/// <summary>Tells broken infrastructure, which passes, from a bug.</summary>
internal static class Unavailability
{
    /// <summary>What is answered then.</summary>
    public static Problem Problem { get; } = new(ProblemCodes.ServiceUnavailable, "The service cannot answer now. Try again.");

    /// <summary>Whether the exception says that a silo, the way to it or its storage cannot be reached now.</summary>
    public static bool Explains(Exception exception) => exception switch
    {
        ClusterUnavailableException or TimeoutException or OrleansException or DbException => true,
        AggregateException many => many.InnerExceptions.All(Explains),
        _ => IsOfUnknownType(exception),
    };

    // What a grain throws arrives as itself when its type is known here, as those of the runtime are. What is not comes from the
    // storage of the silo, whose drivers the gateway does not have, and arrives as a failure to read it.
    private static bool IsOfUnknownType(Exception exception) =>
        exception is SerializerException or TypeLoadException or UnavailableExceptionFallbackException;
}
