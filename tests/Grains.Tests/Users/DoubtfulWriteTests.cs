using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.Grains.Leases;
using AuthServe.Grains.Users;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit;

namespace AuthServe.Grains.Tests.Users;

/// <summary>The database goes while a user's row is written: the write takes effect, and nobody hears of it.</summary>
public sealed class DoubtfulWriteTests : IAsyncLifetime
{
    private const string Right = "auth.user.write";
    private readonly Outage _outage = new();
    private readonly Lease _lease = new();
    private readonly SharedSilo _silo;
    private Tenant _tenant = null!;
    private UserId _admin;

    public DoubtfulWriteTests() => _silo = new()
    {
        Configure = services =>
        {
            services.AddSingleton<ILease>(_lease);
            _outage.Add(services);
        },
    };

    public async ValueTask InitializeAsync()
    {
        await _silo.InitializeAsync();
        _tenant = await _silo.SignUpAsync();
        _admin = await _tenant.AddAsync("admin");
        Assert.True(await _tenant.MayAsync(_admin, Right));
    }

    public ValueTask DisposeAsync()
    {
        _outage.End();
        return _silo.DisposeAsync();
    }

    [Fact]
    public async Task What_was_before_is_answered_while_no_silo_reaches_the_database_and_the_row_as_soon_as_it_is_reached()
    {
        await LoseAsync();
        _lease.IsServedThrough = true;
        Assert.True(await _tenant.MayAsync(_admin, Right));
        Assert.Null(await _silo.Grain<IUserCopies>(_admin.Value).CopyAsync(_tenant.Id));

        _outage.End();
        _lease.IsServedThrough = false;

        Assert.False(await _tenant.MayAsync(_admin, Right));
        Assert.Null((await _tenant.Members.UnassignRoleAsync(_tenant.AsOwner, _admin, "admin")).Fault);
        await _silo.AssertConsistentAsync(_tenant);
    }

    [Fact]
    public async Task A_check_waits_until_it_is_known_that_no_silo_reaches_it()
    {
        _lease.MayBeServedThrough = true;
        await LoseAsync();
        _outage.WhenRead = () => _lease.IsServedThrough = true;

        Assert.True(await _tenant.MayAsync(_admin, Right));
    }

    [Fact]
    public async Task Nothing_is_answered_by_silos_that_refuse()
    {
        await LoseAsync();

        await Assert.ThrowsAsync<OrleansException>(() => _tenant.MayAsync(_admin, Right));

        _outage.End();
        Assert.False(await _tenant.MayAsync(_admin, Right));
    }

    [Fact]
    public async Task A_row_that_could_not_be_read_again_is_answered_by_as_it_was()
    {
        _outage.Begin();
        var unknown = new SessionId(Guid.NewGuid());

        await Assert.ThrowsAsync<OrleansException>(async () => await _silo.User(_admin).CheckAsync(_tenant.Id, new(Right, Session: unknown)));

        Assert.True(await _tenant.MayAsync(_admin, Right));
    }

    // The organization has committed that the role is taken.
    private async Task LoseAsync()
    {
        _outage.BeginAfterWriteOf("user");
        await Assert.ThrowsAnyAsync<Exception>(() => _tenant.Members.UnassignRoleAsync(_tenant.AsOwner, _admin, "admin"));
        Assert.True(_outage.IsOn);
    }

    private sealed class Lease : ILease
    {
        private volatile bool _isServedThrough;

        public bool IsHeld => true;

        public bool IsServedThrough
        {
            get => _isServedThrough;
            set => _isServedThrough = value;
        }

        public bool MayBeServedThrough { get; set; }

        public TimeSpan Left => LeaseTimes.Duration;

        public Task Settled => Task.CompletedTask;
    }

    /// <summary>A database that can go, after the write of a certain state.</summary>
    private sealed class Outage
    {
        private volatile string? _after;
        private volatile bool _isOn;

        public bool IsOn => _isOn;

        /// <summary>What comes of an attempt to read a user while it is away.</summary>
        public Action? WhenRead { get; set; }

        public void Begin() => _isOn = true;

        public void BeginAfterWriteOf(string state) => _after = state;

        public void End() => (_isOn, _after) = (false, null);

        public void Add(IServiceCollection services)
        {
            var stored = services.Last(service => service.IsKeyedService && service.ServiceType == typeof(IGrainStorage));
            services.Remove(stored);
            services.AddKeyedSingleton<IGrainStorage>(
                stored.ServiceKey, (provider, key) => new Storage((IGrainStorage)stored.KeyedImplementationFactory!(provider, key), this));
        }

        private void Require()
        {
            if (IsOn) throw new IOException("The database is away.");
        }

        private sealed class Storage(IGrainStorage inner, Outage outage) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
        {
            public void Participate(ISiloLifecycle lifecycle) => (inner as ILifecycleParticipant<ISiloLifecycle>)?.Participate(lifecycle);

            public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
            {
                if (outage.IsOn && stateName == "user") outage.WhenRead?.Invoke();
                outage.Require();
                return inner.ReadStateAsync(stateName, grainId, grainState);
            }

            public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
            {
                outage.Require();
                await inner.WriteStateAsync(stateName, grainId, grainState);
                if (outage._after == stateName) outage.Begin();
                outage.Require();
            }

            public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
            {
                outage.Require();
                return inner.ClearStateAsync(stateName, grainId, grainState);
            }
        }
    }
}
