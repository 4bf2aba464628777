using AuthServe.GrainInterfaces.Grants;
using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.Grains.Grants;

/// <summary>The grant of a device that its user allows in on another one (RFC 8628).</summary>
internal sealed partial class GrantGrain
{
    /// <summary>The <c>interval</c> a client is told when it is told none (RFC 8628, section 3.2).</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    // The clock of a client is not quite ours.
    private static readonly TimeSpan PollTolerance = TimeSpan.FromSeconds(1);

    private DateTimeOffset? _polledAt;

    public async Task<Outcome<IssuedDeviceCode>> RequestDeviceAsync(DeviceRequest request, CancellationToken cancellationToken = default)
    {
        if (Exists) return GrantErrors.Invalid;
        var until = time.GetUtcNow() + options.Value.DeviceCodeLifetime;
        var userCode = UserCode.Create();
        while (!await GrainFactory.GetGrain<IUserCodeGrain>(UserCode.GrainKey(userCode)).TakeAsync(Id, until)) userCode = UserCode.Create();

        await WaitAsync(new()
        {
            Stage = GrantStage.DeviceWaiting,
            Salt = GrantSecrets.CreateSalt(),
            ClientId = request.ClientId,
            Scopes = request.Scopes,
            ExpiresAt = until,
        });
        return new IssuedDeviceCode(Issue(CredentialKind.DeviceCode), userCode);
    }

    public Task<Outcome<DeviceRequest>> FindDeviceRequestAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<Outcome<DeviceRequest>>(
            State.Stage == GrantStage.DeviceWaiting && !IsTooLate ? new DeviceRequest(State.ClientId, State.Scopes) : GrantErrors.Invalid);

    public async Task<Outcome<Receipt>> DecideDeviceAsync(Authorization? authorization, CancellationToken cancellationToken = default)
    {
        if (State.Stage != GrantStage.DeviceWaiting || IsTooLate) return GrantErrors.Invalid;
        await WaitAsync(authorization is null
            ? State with { Stage = GrantStage.DeviceDenied }
            : State.Allow(authorization) with { Stage = GrantStage.DeviceAllowed });
        return new Receipt(0);
    }

    public async Task<Outcome<DeviceRequest>> PollDeviceAsync(string credential, CancellationToken cancellationToken = default)
    {
        if (!IsGenuine(credential, CredentialKind.DeviceCode, out _)) return GrantErrors.Invalid;
        if (State.Stage == GrantStage.Active) return await EndForReplayAsync();
        if (IsTooLate) return GrantErrors.Expired;

        var isEarly = _polledAt is { } polled && time.GetUtcNow() - polled < PollInterval - PollTolerance;
        _polledAt = time.GetUtcNow();
        return State.Stage switch
        {
            GrantStage.DeviceAllowed => new DeviceRequest(State.ClientId, State.Scopes),
            GrantStage.DeviceDenied => GrantErrors.Denied,
            GrantStage.DeviceWaiting => isEarly ? GrantErrors.SlowDown : GrantErrors.Pending,
            _ => GrantErrors.Invalid,
        };
    }

    public async Task<Outcome<ActiveGrant>> RedeemDeviceCodeAsync(string credential, CancellationToken cancellationToken = default)
    {
        if (!IsGenuine(credential, CredentialKind.DeviceCode, out _)) return GrantErrors.Invalid;
        if (State.Stage == GrantStage.Active) return await EndForReplayAsync();
        return State.Stage == GrantStage.DeviceAllowed && !IsTooLate ? await ActivateAsync(State) : GrantErrors.Invalid;
    }
}
