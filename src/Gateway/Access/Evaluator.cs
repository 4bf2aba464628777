using System.Collections.Immutable;
using System.Security.Claims;
using AuthServe.Gateway.Checks;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Permissions;

namespace AuthServe.Gateway.Access;

/// <summary>Answers checks: every subject is asked once, whatever the number of its checks.</summary>
internal sealed class Evaluator(Cluster cluster, Checker checker, Subjects subjects)
{
    // Each is a grain to be called, whether it exists or not.
    private const int MaxSubjects = 1_000;

    private static readonly EvaluationModel NotMember = Refused(0, Refusal.NotMember);

    /// <summary>The answers, in the order of the checks; or why the caller may not ask.</summary>
    public async ValueTask<(EvaluationModel[] Answers, Problem? Problem)> EvaluateAsync(
        ClaimsPrincipal principal, Caller caller, IReadOnlyList<AskedCheck> checks, CancellationToken cancellationToken)
    {
        var answers = new EvaluationModel[checks.Count];
        var bySubject = new Dictionary<Entity, List<int>>();
        (Entity Subject, List<int> Places)? latest = null;
        for (var at = 0; at < checks.Count; at++)
        {
            if (checks[at].FirstFlaw is { } flaw) answers[at] = Flawed(flaw);
            else Of(checks[at].Subject!.Value).Add(at);
        }

        if (bySubject.Count > MaxSubjects) return ([], RequestProblems.Invalid($"evaluations must be about at most {MaxSubjects} subjects."));

        var (users, problem) = await subjects.ResolveAsync(principal, caller, bySubject.Keys, cancellationToken);
        if (problem is not null) return ([], problem);

        if (bySubject.Count == 1) await AnswerGroupAsync(bySubject.First());
        else await Task.WhenAll(bySubject.Select(AnswerGroupAsync));
        await RenewAsync(users, caller.Organization, checks, answers, cancellationToken);
        return (answers, null);

        Task AnswerGroupAsync(KeyValuePair<Entity, List<int>> group) =>
            AnswerAsync(users[group.Key], caller.Organization, checks, group.Value, answers, cancellationToken);

        // Most ask about one subject, or about one after the other.
        List<int> Of(Entity subject)
        {
            if (latest is { } known && known.Subject == subject) return known.Places;
            if (!bySubject.TryGetValue(subject, out var places)) bySubject[subject] = places = [];
            latest = (subject, places);
            return places;
        }
    }

    /// <summary>
    /// Answers those again that may be older than was asked for, once every silo is known to have that revision. Most are not: they name
    /// the revision they are true for, and cost nothing here.
    /// </summary>
    private async ValueTask RenewAsync(
        Dictionary<Entity, UserId?> users, OrganizationId organization, IReadOnlyList<AskedCheck> checks, EvaluationModel[] answers,
        CancellationToken cancellationToken)
    {
        List<int>? older = null;
        for (var at = 0; at < checks.Count; at++)
        {
            if (answers[at].Context.Revision < checks[at].MinRevision) (older ??= []).Add(at);
        }

        if (older is null) return;
        var reached = await cluster.Organization(organization).ReachAsync(older.Max(at => checks[at].MinRevision), cancellationToken);
        foreach (var at in older.Where(at => checks[at].MinRevision > reached)) answers[at] = NotReached(checks[at].MinRevision, reached);
        await Task.WhenAll(older.Where(at => checks[at].MinRevision <= reached).GroupBy(at => checks[at].Subject!.Value).Select(group =>
        {
            if (users[group.Key] is { } known) checker.Forget(known, organization);
            return AnswerAsync(users[group.Key], organization, checks, [.. group], answers, cancellationToken);
        }));
    }

    private async Task AnswerAsync(
        UserId? user, OrganizationId organization, IReadOnlyList<AskedCheck> checks, List<int> places, EvaluationModel[] answers,
        CancellationToken cancellationToken)
    {
        if (user is not { } known)
        {
            foreach (var at in places) answers[at] = NotMember;
            return;
        }

        var questions = places.Select(at => QuestionOf(checks[at])).ToImmutableArray();
        var results = await checker.CheckManyAsync(known, organization, questions, cancellationToken);
        var alike = new AlikeAnswers();
        for (var at = 0; at < places.Count; at++) answers[places[at]] = alike.Of(questions[at], results[at]);
    }

    // What names no permission is granted to nobody: only membership is asked, for the revision and the reason.
    private static Question QuestionOf(AskedCheck check)
    {
        var (type, id, _) = check.Resource!.Value;
        var action = check.Action!.Value.Id;
        return Slug.IsValid(action) && PermissionName.TryParse($"{type}.{action}", out var permission)
            ? new Question(permission.Value, id == "*" ? null : $"{type}/{id}")
            : new Question(Permission: null);
    }

    private static EvaluationModel Refused(long revision, Refusal reason) => new(false, new EvaluationContextModel
    {
        Revision = revision,
        Reason = reason switch
        {
            Refusal.NotGranted => "not_granted",
            Refusal.Disabled => "disabled",
            _ => "not_member",
        },
    });

    private static EvaluationModel Flawed(string flaw) => Failed(StatusCodes.Status400BadRequest, flaw);

    private static EvaluationModel NotReached(long asked, long reached) =>
        Failed(StatusCodes.Status409Conflict, Revisions.NotReached(asked, reached).Detail);

    private static EvaluationModel Failed(int status, string message) =>
        new(false, new EvaluationContextModel { Error = new AccessErrorDetailModel(status, message) });

    /// <summary>Of many answers about one subject most are alike, and are one object then.</summary>
    private struct AlikeAnswers
    {
        private (CheckResult Result, EvaluationModel Model)? _allowed;
        private (long Revision, Refusal Reason, EvaluationModel Model)? _refused;

        public EvaluationModel Of(Question question, CheckResult result)
        {
            if (result.Reason is { } reason) return Refused(result.Revision, reason);
            return question.Permission is null ? Refused(result.Revision, Refusal.NotGranted) : Allowed(result);
        }

        private EvaluationModel Allowed(CheckResult result)
        {
            if (_allowed is not { } known || known.Result.Revision != result.Revision || !known.Result.Via.AsSpan().SequenceEqual(result.Via.AsSpan()))
                _allowed = known = (result, new(true, new() { Revision = result.Revision, Via = result.Via }));
            return known.Model;
        }

        private EvaluationModel Refused(long revision, Refusal reason)
        {
            if (_refused is not { } known || known.Revision != revision || known.Reason != reason)
                _refused = known = (revision, reason, Evaluator.Refused(revision, reason));
            return known.Model;
        }
    }
}
