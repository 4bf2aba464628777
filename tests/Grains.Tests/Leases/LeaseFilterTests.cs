using System.Diagnostics.Metrics;
using System.Reflection;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Leases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;
using Xunit;

namespace AuthServe.Grains.Tests.Leases;

public sealed class LeaseFilterTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Lease _lease = new();
    private readonly Call _call = new(new SomeGrain());
    private readonly LeaseFilter _filter;

    public LeaseFilterTests()
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        _filter = new(_lease, new(meters), new(_time));
    }

    [Fact]
    public async Task A_call_that_comes_before_the_first_lease_waits_for_it()
    {
        var call = _filter.Invoke(_call);
        Assert.False(call.IsCompleted);

        _lease.Begin();
        await call;
        Assert.Equal(1, _call.Invocations);
    }

    [Fact]
    public async Task But_not_for_ever()
    {
        var call = _filter.Invoke(_call);
        _time.Advance(LeaseTimes.Duration);

        await Assert.ThrowsAsync<StateUnavailableException>(() => call);
        Assert.Equal(0, _call.Invocations);
    }

    [Fact]
    public async Task A_call_without_a_lease_is_refused_at_once_later_on()
    {
        _lease.Begin();
        _lease.IsHeld = false;

        await Assert.ThrowsAsync<StateUnavailableException>(() => _filter.Invoke(_call));
    }

    [Fact]
    public async Task What_keeps_the_cluster_together_is_not_asked_for_a_lease()
    {
        var call = new Call(new object());
        await _filter.Invoke(call);

        Assert.Equal(1, call.Invocations);
    }

    private sealed class SomeGrain : Grain;

    private sealed class Lease : ILease
    {
        private readonly TaskCompletionSource _begun = new();

        public bool IsHeld { get; set; }

        public TimeSpan Left => throw new NotSupportedException();

        public Task Begun => _begun.Task;

        public void Begin()
        {
            IsHeld = true;
            _begun.SetResult();
        }
    }

    private sealed class Call(object grain) : IIncomingGrainCallContext
    {
        public int Invocations { get; private set; }

        public object Grain => grain;

        public IInvokable Request => throw new NotSupportedException();

        public MethodInfo InterfaceMethod => throw new NotSupportedException();

        public MethodInfo ImplementationMethod => throw new NotSupportedException();

        public object? Result { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public Response? Response { get; set; }

        public GrainId? SourceId => null;

        public GrainId TargetId => default;

        public GrainInterfaceType InterfaceType => default;

        public string InterfaceName => "";

        public string MethodName => "";

        public IGrainContext TargetContext => throw new NotSupportedException();

        public Task Invoke()
        {
            Invocations++;
            return Task.CompletedTask;
        }
    }
}
