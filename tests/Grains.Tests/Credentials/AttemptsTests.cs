using AuthServe.Grains.Credentials;
using Xunit;

namespace AuthServe.Grains.Tests.Credentials;

public sealed class AttemptsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SignInOptions Options = new();

    [Fact]
    public void The_first_attempts_wait_for_nothing()
    {
        var state = Fail(new(), Options.MaxAttempts - 1);

        Assert.Equal(TimeSpan.Zero, state.RemainingPause(Now));
    }

    [Theory]
    [InlineData(5, 30)]
    [InlineData(6, 60)]
    [InlineData(7, 120)]
    [InlineData(9, 480)]
    [InlineData(10, 900)]
    [InlineData(1_000, 900)]
    public void Every_further_failure_doubles_the_pause_up_to_the_longest(int failures, int seconds)
    {
        var state = Fail(new(), failures);

        Assert.Equal(TimeSpan.FromSeconds(seconds), state.RemainingPause(Now));
    }

    [Fact]
    public void A_pause_ends()
    {
        var state = Fail(new(), Options.MaxAttempts);

        Assert.Equal(TimeSpan.Zero, state.RemainingPause(Now + Options.FirstPause));
    }

    [Fact]
    public void Old_failures_are_forgotten()
    {
        var state = Fail(new(), 9).Reserve(Options, Now + Options.ForgetAfter + TimeSpan.FromSeconds(1));

        Assert.Equal(1, state.Attempts);
        Assert.Null(state.LockedUntil);
    }

    private static CredentialsState Fail(CredentialsState state, int times) =>
        Enumerable.Range(0, times).Aggregate(state, (before, _) => before.Reserve(Options, Now));
}
