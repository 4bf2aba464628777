using AuthServe.Gateway.Problems;
using Xunit;

namespace AuthServe.Gateway.Tests.Problems;

public sealed class UnavailabilityTests
{
    [Fact]
    public void What_a_silo_could_not_bring_to_its_grain_in_time_is_unavailable() =>
        Assert.True(Unavailability.Explains(new OperationCanceledException("Message expired before placement could complete for grain user/1.")));

    [Fact]
    public void A_mistake_of_ours_is_not() => Assert.False(Unavailability.Explains(new InvalidOperationException()));
}
