using AuthServe.GrainInterfaces.Users;
using BenchmarkDotNet.Attributes;

namespace AuthServe.Micro;

/// <summary>One check by a user's grain: asked in the silo, and from the gateway over TCP.</summary>
[MemoryDiagnoser]
public class GrainCallBenchmark
{
    private static readonly Question Question = new("auth.user.read");

    private World _world = null!;
    private IUserGrain _local = null!;
    private IUserGrain _remote = null!;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _world = await World.StartAsync();
        _local = _world.Silo.Grains.GetGrain<IUserGrain>(_world.Owner.Value);
        _remote = _world.FromGateway.GetGrain<IUserGrain>(_world.Owner.Value);
    }

    [GlobalCleanup]
    public async Task StopAsync() => await _world.DisposeAsync();

    [Benchmark]
    public async Task<bool> InSilo() => (await _local.CheckAsync(_world.Organization, Question)).IsAllowed;

    [Benchmark]
    public async Task<bool> FromGateway() => (await _remote.CheckAsync(_world.Organization, Question)).IsAllowed;
}
