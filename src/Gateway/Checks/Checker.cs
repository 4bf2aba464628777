using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Permissions;

namespace AuthServe.Gateway.Checks;

/// <summary>
/// May this user do that? From copies of member and policy under the gateway's lease, else by the user's grain. The answers are the same: what is
/// decided here is decided by the same engine, from what the user's silo decides by at that moment.
/// </summary>
internal sealed partial class Checker(Cluster cluster, LeaseHolder lease, TimeProvider time, ILogger<Checker> logger)
{
    // A policy may be large, and everybody asks for it at once when it has changed.
    private readonly ConcurrentDictionary<(Guid Lease, OrganizationId Organization), Lazy<Task>> _policies = new();

    /// <summary>As <see cref="IUserGrain.CheckAsync"/>.</summary>
    public ValueTask<CheckResult> CheckAsync(
        UserId user, OrganizationId organization, Question question, CancellationToken cancellationToken = default) =>
        lease.Latest is not { } latest ? cluster.User(user).CheckAsync(organization, question, cancellationToken)
        : TryAnswer(latest, user, organization, question) is { } answer ? ValueTask.FromResult(answer)
        : AskAsync(latest, user, organization, question, cancellationToken);

    /// <summary>As <see cref="IUserGrain.CheckManyAsync"/>.</summary>
    public async ValueTask<ImmutableArray<CheckResult>> CheckManyAsync(
        UserId user, OrganizationId organization, ImmutableArray<Question> questions, CancellationToken cancellationToken = default)
    {
        if (lease.Latest is { } latest)
        {
            if (TryAnswer(latest, user, organization, questions) is { } known) return known;
            await FetchAsync(latest, user, organization, cancellationToken);
            if (TryAnswer(latest, user, organization, questions) is { } answers) return answers;
        }

        return await cluster.User(user).CheckManyAsync(organization, questions, cancellationToken);
    }

    /// <summary>The slugs of what the user may do in the whole organization, sorted; nothing for a disabled member, null when not a member.</summary>
    public async ValueTask<ImmutableArray<string>?> ListPermissionsAsync(
        UserId user, OrganizationId organization, CancellationToken cancellationToken = default)
    {
        if (lease.Latest is { } latest)
        {
            if (TryList(latest, user, organization) is { } known) return known;
            await FetchAsync(latest, user, organization, cancellationToken);
            if (TryList(latest, user, organization) is { } fetched) return fetched;
        }

        var rights = await cluster.User(user).GetEffectivePermissionsAsync(organization, cancellationToken);
        return rights is null ? null : ImmutableArray.CreateRange(rights.Permissions, right => right.Permission);
    }

    /// <summary>Makes the next answer about the member one from no earlier than now.</summary>
    public void Forget(UserId user, OrganizationId organization) => lease.Latest?.Copies.Forget(user, organization);

    private async ValueTask<CheckResult> AskAsync(
        CheckLease latest, UserId user, OrganizationId organization, Question question, CancellationToken cancellationToken)
    {
        await FetchAsync(latest, user, organization, cancellationToken);
        if (TryAnswer(latest, user, organization, question) is { } known) return known;

        var answer = await cluster.User(user).CheckAsync(organization, question, cancellationToken);
        // The session is newer than the copy.
        if (question.Session is not null && answer.Reason is null or Refusal.NotGranted) latest.Copies.Forget(user, organization);
        return answer;
    }

    private CheckResult? TryAnswer(CheckLease under, UserId user, OrganizationId organization, Question question) =>
        View.Of(under.Copies, user, organization) is { } view && view.Answer(question, time.GetUtcNow()) is { } answer && view.IsGoodUnder(under)
            ? answer
            : null;

    private ImmutableArray<CheckResult>? TryAnswer(CheckLease under, UserId user, OrganizationId organization, ImmutableArray<Question> questions)
    {
        if (View.Of(under.Copies, user, organization) is not { } view) return null;
        var now = time.GetUtcNow();
        var answers = new CheckResult[questions.Length];
        for (var at = 0; at < questions.Length; at++)
        {
            if (view.Answer(questions[at], now) is not { } answer) return null;
            answers[at] = answer;
        }

        return view.IsGoodUnder(under) ? ImmutableCollectionsMarshal.AsImmutableArray(answers) : null;
    }

    private ImmutableArray<string>? TryList(CheckLease under, UserId user, OrganizationId organization) =>
        View.Of(under.Copies, user, organization) is { } view && view.List(time.GetUtcNow()) is var names && view.IsGoodUnder(under) ? names : null;

    // The silo of the lease may be dead or frozen, and the one of the user not.
    private async Task FetchAsync(CheckLease latest, UserId user, OrganizationId organization, CancellationToken cancellationToken)
    {
        if (!latest.IsGood) return;
        var (silo, copies, asked) = (lease.Silo, latest.Copies, latest.Copies.Now);
        var policy = copies.Find(organization);
        var isMemberKnown = copies.Find(user, organization) is { } member && (policy is null || member.Revision >= policy.Revision);
        try
        {
            await Task.WhenAll(policy is null ? FetchPolicyOnceAsync(latest, organization) : Task.CompletedTask, isMemberKnown ? Task.CompletedTask : FetchMemberAsync())
                .WaitAsync(LeaseHolder.Patience, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogNotFetched(exception.Message);
        }

        async Task FetchMemberAsync()
        {
            if (await silo.GetMemberAsync(latest.Id, user, organization, cancellationToken) is { } copy) copies.Keep(user, organization, copy, asked);
        }
    }

    private async Task FetchPolicyOnceAsync(CheckLease latest, OrganizationId organization)
    {
        var key = (latest.Id, organization);
        var fetch = _policies.GetOrAdd(key, _ => new(FetchPolicyAsync));
        try
        {
            await fetch.Value;
        }
        finally
        {
            _policies.TryRemove(new(key, fetch));
        }

        async Task FetchPolicyAsync()
        {
            var asked = latest.Copies.Now;
            if (await lease.Silo.GetPolicyAsync(latest.Id, organization) is { } copy) latest.Copies.Keep(organization, copy, asked);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "What a check is answered from was not fetched, and the user's silo is asked: {Reason}")]
    private partial void LogNotFetched(string reason);

    private readonly record struct View(OrganizationId Organization, Policy Policy, Member Member)
    {
        // A policy that is newer than what is in effect where the user is active would answer before that does.
        public static View? Of(Copies copies, UserId user, OrganizationId organization) =>
            copies.Find(organization) is { } policy && copies.Find(user, organization) is { } member && member.Revision >= policy.Revision
                ? new(organization, policy, member)
                : null;

        /// <summary>
        /// Whether both were true at one moment, the one at which the member was found, and whether changes were told until then.
        /// </summary>
        public bool IsGoodUnder(CheckLease lease) => ReferenceEquals(lease.Copies.Find(Organization), Policy) && lease.IsGood;

        /// <summary>The answer; null when it is not known here.</summary>
        public CheckResult? Answer(Question question, DateTimeOffset now)
        {
            if (question.Session is { } session)
            {
                if (Member.EndOf(session) is not { } end) return null;
                if (end <= now) return Refused(Refusal.SessionEnded);
            }

            if (question.Token is { } token && Member.HasRevoked(token)) return Refused(Refusal.SessionEnded);
            if (question.Permission is null) return new(true, Member.Revision, [], null);
            if (!PermissionName.TryParse(question.Permission, out var permission)) return Refused(Refusal.NotGranted);
            var decision = Member.RightsUnder(Policy).Check(permission, question.Resource, now);
            return decision.Allowed ? new(true, Member.Revision, decision.Via, null) : Refused(Refusal.NotGranted);
        }

        public ImmutableArray<string> List(DateTimeOffset now) =>
            ImmutableArray.CreateRange(Member.RightsUnder(Policy).Explain(now), held => held.Permission.Value);

        private CheckResult Refused(Refusal reason) => new(false, Member.Revision, [], reason);
    }
}
