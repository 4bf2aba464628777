using System.Net;
using AuthServe.Grains.Policies;
using Orleans.Runtime;
using Xunit;

namespace AuthServe.Grains.Tests.Policies;

public sealed class SilosToReachTests
{
    private static readonly SiloAddress Self = Silo(1);
    private static readonly SiloAddress Other = Silo(2);
    private readonly SilosToReach _remaining = new(Self);

    [Theory]
    [InlineData(SiloStatus.Active)]
    [InlineData(SiloStatus.ShuttingDown)]
    [InlineData(SiloStatus.Stopping)]
    [InlineData(SiloStatus.Dead)]
    public void Whoever_may_answer_is_reached_once(SiloStatus status)
    {
        Assert.Equal(status, Take((Self, SiloStatus.Active), (Other, status))[Other]);
        Assert.Empty(Take((Self, SiloStatus.Active), (Other, status)));
    }

    [Fact]
    public void A_silo_that_was_joining_is_reached_when_it_is_active()
    {
        Assert.Empty(Take((Other, SiloStatus.Joining)));
        Assert.Contains(Other, Take((Other, SiloStatus.Active)));
    }

    [Fact]
    public void So_is_one_that_was_not_there_before()
    {
        Assert.Empty(Take((Self, SiloStatus.Active)));
        Assert.Contains(Other, Take((Self, SiloStatus.Active), (Other, SiloStatus.Active)));
    }

    private static SiloAddress Silo(int number) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, number), number);

    private Dictionary<SiloAddress, SiloStatus> Take(params (SiloAddress Silo, SiloStatus Status)[] table) =>
        _remaining.Take(table.ToDictionary(row => row.Silo, row => row.Status));
}
