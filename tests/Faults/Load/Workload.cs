using AuthServe.Faults.Histories;
using Xunit;

namespace AuthServe.Faults.Load;

/// <summary>
/// Gives, takes and asks for rights all the time, at a steady pace whatever the answers take, through both gateways, and notes everything.
/// </summary>
internal sealed class Workload : IAsyncDisposable
{
    private const int Tenants = 3;
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ChangeEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly IReadOnlyList<HttpClient> _gateways;
    private readonly IReadOnlyList<Tenant> _tenants;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];
    private readonly Dictionary<(Subject, int), long> _answered = [];
    private readonly Dictionary<Subject, long> _changed = [];

    private Workload(IReadOnlyList<HttpClient> gateways, IReadOnlyList<Tenant> tenants)
    {
        (_gateways, _tenants) = (gateways, tenants);
        foreach (var subject in Subjects)
        {
            _running.Add(ChangeAsync(subject));
            for (var gateway = 0; gateway < gateways.Count; gateway++) _running.Add(AskAsync(subject, gateway));
        }
    }

    public History History { get; } = new();

    /// <summary>Answers that no fault explains.</summary>
    public List<string> Unexpected { get; } = [];

    private IEnumerable<Subject> Subjects => _tenants.SelectMany(tenant => tenant.Subjects);

    public static async Task<Workload> StartAsync(IReadOnlyList<HttpClient> gateways) =>
        new(gateways, await Task.WhenAll(Enumerable.Range(0, Tenants).Select(_ => Tenant.FoundAsync(gateways))));

    /// <summary>
    /// Returns when every user is answered by every gateway, and every writer has had a change acknowledged, all sent from now on. Does
    /// <paramref name="meanwhile"/> again and again until then.
    /// </summary>
    public async Task HealthyAsync(Func<Task> meanwhile)
    {
        var since = History.Now;
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(AskEvery / 2);
        while (!IsHealthy(since))
        {
            Assert.False(patience.IsCancellationRequested, $"Not healthy after {Patience.TotalSeconds:0} s: {Describe(since)}");
            await meanwhile();
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Ends it when everything under way is answered.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running);
    }

    /// <summary>What holds now, asked when nothing is under way.</summary>
    public async Task<IReadOnlyDictionary<Right, bool>> ReadAsync()
    {
        var now = new Dictionary<Right, bool>();
        using var patience = new CancellationTokenSource(Patience);
        foreach (var subject in Subjects)
        {
            Reply reply;
            do reply = await subject.AskAsync(_gateways[0]);
            while (!reply.IsSuccess && !patience.IsCancellationRequested);
            Assert.True(reply.IsSuccess, reply.Text);
            foreach (var (action, isAllowed) in Decisions(reply)) now[subject.Right(action)] = isAllowed;
        }

        return now;
    }

    /// <summary>Logs whose chain does not verify.</summary>
    public async Task<string[]> FindBrokenLogsAsync() =>
        [.. (await Task.WhenAll(_tenants.Select(tenant => tenant.VerifyLogAsync()))).OfType<string>().Select(text => $"R6: {text}")];

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    private static IEnumerable<(string Action, bool IsAllowed)> Decisions(Reply reply) =>
        Tenant.Permissions.Zip(reply.Body!["evaluations"]!.AsArray(), (action, answer) => (action, answer!["decision"]!.GetValue<bool>()));

    private bool IsHealthy(long since)
    {
        lock (_answered)
        {
            return Subjects.All(subject => _changed.GetValueOrDefault(subject) > since
                && Enumerable.Range(0, _gateways.Count).All(gateway => _answered.GetValueOrDefault((subject, gateway)) > since));
        }
    }

    private string Describe(long since)
    {
        lock (_answered)
        {
            var silent = Subjects.Where(subject => !Enumerable.Range(0, _gateways.Count).All(gateway => _answered.GetValueOrDefault((subject, gateway)) > since));
            var stuck = Subjects.Where(subject => _changed.GetValueOrDefault(subject) <= since);
            return $"unanswered {string.Join(' ', silent.Select(subject => subject.Name))}; unchanged {string.Join(' ', stuck.Select(subject => subject.Name))}; " +
                $"last {History.FailedWrites.LastOrDefault().Text}";
        }
    }

    private async Task AskAsync(Subject subject, int gateway)
    {
        var asked = new List<Task>();
        using var timer = new PeriodicTimer(AskEvery);
        while (!_stopping.IsCancellationRequested)
        {
            asked.RemoveAll(question => question.IsCompleted);
            asked.Add(AskOnceAsync(subject, gateway));
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        await Task.WhenAll(asked);
    }

    private async Task AskOnceAsync(Subject subject, int gateway)
    {
        var invoked = History.Now;
        var reply = await subject.AskAsync(_gateways[gateway]);
        var answered = History.Now;
        if (!reply.IsSuccess)
        {
            Note(reply, $"check of {subject.Name}");
            foreach (var action in Tenant.Permissions) History.Add(new Check(subject.Right(action), invoked, answered, null, gateway, reply.Text));
            return;
        }

        var decisions = Decisions(reply).ToArray();
        foreach (var (action, isAllowed) in decisions) History.Add(new Check(subject.Right(action), invoked, answered, isAllowed, gateway));
        History.Add(new JointCheck(subject.Name, answered, [.. decisions.Where(decision => decision.IsAllowed).Select(decision => decision.Action)]));
        lock (_answered) _answered[(subject, gateway)] = Math.Max(_answered.GetValueOrDefault((subject, gateway)), invoked);
    }

    // One right after the other, so that both are never held at once.
    private async Task ChangeAsync(Subject subject)
    {
        using var timer = new PeriodicTimer(ChangeEvery);
        for (var number = 0; !_stopping.IsCancellationRequested; number++)
        {
            var action = Tenant.Permissions[number / 2 % Tenant.Permissions.Length];
            await ChangeOnceAsync(subject, action, grant: number % 2 == 0, timer);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task ChangeOnceAsync(Subject subject, string action, bool grant, PeriodicTimer timer)
    {
        var (key, change) = (Guid.NewGuid().ToString(), new Change(subject.Right(action), History.Now, grant));
        History.Add(change);
        for (var attempt = Random.Shared.Next(_gateways.Count); ; attempt++)
        {
            var (sent, gateway) = (History.Now, attempt % _gateways.Count);
            var reply = await subject.Tenant.ChangeAsync(gateway, subject, action, grant, key);
            if (reply.IsSuccess) break;
            Note(reply, $"change of {subject.Name}");
            History.AddFailedWrite(sent, gateway, reply.Text);
            if (_stopping.IsCancellationRequested) return;
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        change.Acknowledged = History.Now;
        lock (_answered) _changed[subject] = change.Invoked;
    }

    private void Note(Reply reply, string what)
    {
        if (reply.IsUnavailable) return;
        lock (Unexpected) Unexpected.Add($"{what}: {reply.Text}");
    }
}
