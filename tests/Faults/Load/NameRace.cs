namespace AuthServe.Faults.Load;

/// <summary>Several people sign up under one name at the same time, through both gateways, until each is told yes or no. At most one may have it.</summary>
internal sealed class NameRace(IReadOnlyList<HttpClient> gateways)
{
    private const int Contenders = 4;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestFault = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan WhenHealthy = TimeSpan.FromSeconds(20);
    private readonly string _name = $"racer{Guid.NewGuid():N}"[..20];
    private int? _winner;

    /// <summary>R5: what is wrong with how it ended, a line each.</summary>
    public async Task<string[]> RunAsync()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, Contenders).Select(SignUpAsync));
        var winners = Enumerable.Range(0, Contenders).Where(contender => replies[contender].IsSuccess).ToArray();
        if (winners is [var winner]) _winner = winner;
        if (winners.Length > 1) return [$"R5: {winners.Length} accounts were made under the name {_name}"];
        return replies.FirstOrDefault(reply => reply.IsUnavailable) is { } never
            ? [$"R5: who has the name {_name} was not said for {LongestFault.TotalSeconds:0} s: {never.Text}"]
            : [];
    }

    /// <summary>R5: whether the name is that of whoever was told so, and not of another one; asked when the cluster is healthy.</summary>
    public async Task<string[]> CheckAsync()
    {
        if (_winner is not { } winner) return [];
        var owner = await LoginAsync(winner);
        if (!owner.IsSuccess) return [$"R5: the name {_name} is not that of whoever got it, who is told {owner.Text}"];
        // Only one: too many wrong passwords lock the account.
        var other = await LoginAsync((winner + 1) % Contenders);
        return other.IsSuccess ? [$"R5: the name {_name} belongs to two"] : [];
    }

    private Task<Reply> SignUpAsync(int contender)
    {
        var key = Guid.NewGuid().ToString();
        return SendAsync(contender, "/v1/signup", LongestFault, key, new
        {
            user = new { username = _name, password = Password(contender), primary_email = $"{_name}{contender}@example.com" },
            organization = new { name = _name },
        });
    }

    private Task<Reply> LoginAsync(int contender) =>
        SendAsync(contender, "/v1/login", WhenHealthy, null, new { username = _name, password = Password(contender) });

    // Asks one gateway after the other for as long as they say "not now".
    private async Task<Reply> SendAsync(int contender, string path, TimeSpan limit, string? key, object body)
    {
        using var patience = new CancellationTokenSource(limit);
        using var timer = new PeriodicTimer(Pace);
        for (var attempt = contender; ; attempt++)
        {
            var reply = await gateways[attempt % gateways.Count].SendAsync(HttpMethod.Post, path, body, key: key);
            if (!reply.IsUnavailable || patience.IsCancellationRequested) return reply;
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static string Password(int contender) => $"a long walk in May {contender}";
}
