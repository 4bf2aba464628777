using System.Diagnostics.Metrics;
using System.Reflection;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Leases;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;
using Xunit;

namespace AuthServe.Grains.Tests.Leases;

public sealed class LeaseFilterTests
{
    private readonly Lease _lease = new();
    private readonly Call _call = new(new SomeGrain());
    private readonly LeaseFilter _filter;

    public LeaseFilterTests()
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        _filter = new(_lease, new(meters));
    }

    [Fact]
    public async Task A_call_without_a_lease_waits_for_it()
    {
        var call = _filter.Invoke(_call);
        Assert.False(call.IsCompleted);

        _lease.IsHeld = true;
        _lease.Settle();
        await call;
        Assert.Equal(1, _call.Invocations);
    }

    [Fact]
    public async Task A_call_that_no_lease_comes_for_is_refused()
    {
        _lease.Settle();

        await Assert.ThrowsAsync<StateUnavailableException>(() => _filter.Invoke(_call));
        Assert.Equal(0, _call.Invocations);
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
        private readonly TaskCompletionSource _settled = new();

        public bool IsHeld { get; set; }

        public TimeSpan Left => throw new NotSupportedException();

        public Task Settled => _settled.Task;

        public void Settle() => _settled.SetResult();
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
