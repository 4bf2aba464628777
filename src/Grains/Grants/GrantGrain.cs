using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Grants;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.Grains.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthServe.Grains.Grants;

/// <summary>
/// A credential is redeemed in one turn, and what it is exchanged for follows from the state that the turn commits: so of any number of
/// redemptions at once, one wins. The session is begun after the credential is used up and ended before the grant is forgotten: what a
/// crash leaves between is a grant without a session, which is good for nothing.
/// </summary>
[GrainType("grant")]
internal sealed partial class GrantGrain(
    [PersistentState("grant")] IPersistentState<GrantState> storage,
    GrantSecrets secrets,
    IOptions<GrantOptions> options,
    TimeProvider time,
    ILogger<GrantGrain> logger)
    : CommittedGrain<GrantState>(storage), IGrantGrain
{
    private static readonly TimeSpan Leftover = TimeSpan.FromMinutes(1);
    private IGrainTimer? _forget;

    private Guid Id => this.GetPrimaryKey();

    private SessionId Session => new(Id);

    private bool IsTooLate => time.GetUtcNow() >= State.ExpiresAt;

    public async Task<Outcome<IssuedCredential>> PushAsync(PushedRequest request, CancellationToken cancellationToken = default)
    {
        if (Exists) return GrantErrors.Invalid;
        await WaitAsync(new()
        {
            Stage = GrantStage.Pushed,
            Salt = GrantSecrets.CreateSalt(),
            ClientId = request.ClientId,
            PushedParameters = request.Parameters,
            ExpiresAt = time.GetUtcNow() + options.Value.PushedRequestLifetime,
        });
        return Issue(CredentialKind.PushedRequest);
    }

    public async Task<Outcome<PushedRequest>> OpenPushedAsync(string credential, CancellationToken cancellationToken = default)
    {
        if (!IsOpen(credential) || State.PushedParameters is not { } parameters) return GrantErrors.Invalid;
        if (!State.IsOpened) await WaitAsync(State with { IsOpened = true, ExpiresAt = time.GetUtcNow() + options.Value.SignInTime });
        return new PushedRequest(State.ClientId, parameters);
    }

    public async Task<Outcome<IssuedCredential>> AuthorizeAsync(
        Authorization authorization, CodeBinding binding, CancellationToken cancellationToken = default)
    {
        var isPushed = binding.Pushed is { } pushed && IsOpen(pushed) && State.ClientId == authorization.ClientId;
        if (!isPushed && (Exists || binding.Pushed is not null)) return GrantErrors.Invalid;

        var begun = isPushed ? State with { PushedParameters = null } : new() { Salt = GrantSecrets.CreateSalt() };
        await WaitAsync(begun.Allow(authorization) with
        {
            Stage = GrantStage.Code,
            Code = new() { RedirectUri = binding.RedirectUri, Challenge = binding.CodeChallenge, Nonce = binding.Nonce },
            ExpiresAt = time.GetUtcNow() + options.Value.CodeLifetime,
        });
        return Issue(CredentialKind.AuthorizationCode);
    }

    public async Task<Outcome<CodeGrant>> FindCodeAsync(string credential, CancellationToken cancellationToken = default)
    {
        if (!IsGenuine(credential, CredentialKind.AuthorizationCode, out _)) return GrantErrors.Invalid;
        if (State.Stage == GrantStage.Active) return await EndForReplayAsync();
        return State is { Stage: GrantStage.Code, Code: { } code } && !IsTooLate
            ? new CodeGrant(State.ToAuthorization(), new(code.RedirectUri, code.Challenge, code.Nonce, null))
            : GrantErrors.Invalid;
    }

    public async Task<Outcome<ActiveGrant>> RedeemCodeAsync(string credential, CancellationToken cancellationToken = default)
    {
        if (!IsGenuine(credential, CredentialKind.AuthorizationCode, out _)) return GrantErrors.Invalid;
        if (State.Stage == GrantStage.Active) return await EndForReplayAsync();
        return State.Stage == GrantStage.Code && !IsTooLate ? await ActivateAsync(State) : GrantErrors.Invalid;
    }

    public async Task<Outcome<ActiveGrant>> BeginAsync(Authorization authorization, CancellationToken cancellationToken = default) =>
        Exists ? GrantErrors.Invalid : await ActivateAsync(new GrantState { Salt = GrantSecrets.CreateSalt() }.Allow(authorization));

    public ValueTask<Authorization?> FindAuthorizationAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Exists && State.Stage == GrantStage.Active ? State.ToAuthorization() : null);

    public async Task<Outcome<ActiveGrant>> FindRefreshTokenAsync(string credential, bool isUse, CancellationToken cancellationToken = default)
    {
        if (!IsGenuine(credential, CredentialKind.RefreshToken, out var read) || State.Stage != GrantStage.Active) return GrantErrors.Invalid;
        if (IsReplay(read)) return isUse ? await EndForReplayAsync() : GrantErrors.Invalid;
        return !IsTooLate && await IsSignedInAsync() ? Answer() : GrantErrors.Invalid;
    }

    public async Task<Outcome<ActiveGrant>> RefreshAsync(string credential, CancellationToken cancellationToken = default)
    {
        if (!IsGenuine(credential, CredentialKind.RefreshToken, out var read) || State.Stage != GrantStage.Active) return GrantErrors.Invalid;
        if (IsReplay(read)) return await EndForReplayAsync();
        if (IsTooLate || !await IsSignedInAsync()) return GrantErrors.Invalid;

        if (read.Generation == State.Generation)
        {
            var now = time.GetUtcNow();
            await CommitAsync(State with
            {
                Generation = State.Generation + 1,
                RotatedAt = now,
                ExpiresAt = now + options.Value.RefreshTokenLifetime,
            });
        }

        return Answer();
    }

    public async Task EndAsync(CancellationToken cancellationToken = default)
    {
        if (!Exists) return;
        if (State.Stage == GrantStage.Active) await Sessions().EndSessionsAsync([Session], CancellationToken.None);
        await EraseAsync();
    }

    private async Task<Outcome<ActiveGrant>> ActivateAsync(GrantState allowed)
    {
        var now = time.GetUtcNow();
        var lifetime = allowed.IsRefreshable ? options.Value.SessionLifetime : options.Value.OnlineSessionLifetime;
        var session = new Session(
            Session, allowed.ClientId, new(allowed.Organization), allowed.PasswordGeneration, allowed.AuthenticatedAt, now, now + lifetime,
            allowed.Agent);
        _forget?.Dispose();
        await CommitAsync(allowed with
        {
            Stage = GrantStage.Active,
            Code = null,
            Browser = null,
            Generation = 1,
            RotatedAt = now,
            ExpiresAt = now + options.Value.RefreshTokenLifetime,
        });
        var browser = allowed.ToAuthorization().Browser;
        if ((await Sessions().BeginSessionAsync(session, browser, CancellationToken.None)).Succeeded(out _, out var fault)) return Answer();

        await EraseAsync();
        return fault;
    }

    // Only the token before the newest may be shown again, and only for as long as its answer may be on the way.
    private bool IsReplay(Credential token) =>
        token.Generation < State.Generation
        && !(token.Generation == State.Generation - 1 && time.GetUtcNow() < State.RotatedAt + options.Value.RefreshGrace);

    private async Task<Fault> EndForReplayAsync()
    {
        LogReplay(Id);
        await GrainFactory.GetGrain<IOrganizationGrain>(State.Organization).EndReplayedSessionAsync(new(State.User), Session, CancellationToken.None);
        await EraseAsync();
        return GrantErrors.Invalid;
    }

    private async Task<bool> IsSignedInAsync() => await Sessions().FindSessionAsync(Session, CancellationToken.None) is not null;

    private bool IsOpen(string pushed) =>
        IsGenuine(pushed, CredentialKind.PushedRequest, out _) && State.Stage == GrantStage.Pushed && !IsTooLate;

    private bool IsGenuine(string text, CredentialKind kind, out Credential credential) =>
        Credential.TryParse(text, kind, out credential!) && Exists && credential.Grant == Id && secrets.IsGenuine(credential, State.Salt);

    private IssuedCredential Issue(CredentialKind kind, int generation = 0) =>
        new(secrets.Make(kind, Id, State.Salt, generation).Encode(), State.ExpiresAt);

    private ActiveGrant Answer() =>
        new(State.ToAuthorization(), State.IsRefreshable ? Issue(CredentialKind.RefreshToken, State.Generation) : null);

    // What nobody comes back for leaves no row, unless the silo dies before.
    private async Task WaitAsync(GrantState next)
    {
        await CommitAsync(next);
        _forget?.Dispose();
        _forget = this.RegisterGrainTimer(
            _ => State.Stage != GrantStage.Active && Exists ? EraseAsync() : Task.CompletedTask,
            LeftUntil(next.ExpiresAt) + Leftover, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan LeftUntil(DateTimeOffset end) => end > time.GetUtcNow() ? end - time.GetUtcNow() : TimeSpan.Zero;

    private IUserSessions Sessions() => GrainFactory.GetGrain<IUserSessions>(State.User);

    [LoggerMessage(1, LogLevel.Warning, "A credential of grant {Grant} was used again after it was used up; the grant has ended.")]
    private partial void LogReplay(Guid grant);
}
