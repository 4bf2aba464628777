using System.Text;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Silos;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Xunit;

namespace AuthServe.Gateway.Tests.Silos;

public sealed class AvailableTypesTests
{
    [Fact]
    public void A_failure_of_a_type_that_is_not_here_is_read_and_says_that_the_service_is_unavailable()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSilos();
        // As silos do.
        services.Configure<ExceptionSerializationOptions>(exceptions => exceptions.SupportedExceptionTypeFilter = static _ => true);
        using var provider = services.BuildServiceProvider();
        var serializer = provider.GetRequiredService<Serializer>();

        var read = serializer.Deserialize<Exception>(InAnotherAssembly(serializer.SerializeToArray<Exception>(new DriverException("Connection refused"))));

        var failure = Assert.IsType<UnavailableExceptionFallbackException>(read);
        Assert.Contains("Connection refused", failure.Message, StringComparison.Ordinal);
        Assert.True(Unavailability.Explains(failure));
    }

    // As a silo writes it that has an assembly of this name; the length stays.
    private static byte[] InAnotherAssembly(byte[] written)
    {
        var name = typeof(DriverException).Assembly.GetName().Name!;
        var at = written.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes($",{name}"));
        Assert.True(at > 0);
        written[at + 1] = (byte)'X';
        return written;
    }

    private sealed class DriverException(string message) : Exception(message);
}
