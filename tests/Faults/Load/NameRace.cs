namespace AuthServe.Faults.Load;

/// <summary>Several people sign up under one name at the same time, through both gateways. At most one may have it.</summary>
internal sealed class NameRace(IReadOnlyList<HttpClient> gateways)
{
    private const int Contenders = 4;
    private readonly string _name = $"racer{Guid.NewGuid():N}"[..20];
    private int? _winner;

    /// <summary>R5: what is wrong with how it ended; null when nothing is.</summary>
    public async Task<string?> RunAsync()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, Contenders).Select(SignUpAsync));
        var winners = Enumerable.Range(0, Contenders).Where(contender => replies[contender].IsSuccess).ToArray();
        if (winners is [var winner]) _winner = winner;
        return winners.Length > 1 ? $"R5: {winners.Length} accounts were made under the name {_name}" : null;
    }

    /// <summary>R5: whether the name is that of whoever was told so, and of nobody else; asked when the cluster is healthy again.</summary>
    public async Task<string?> CheckAsync()
    {
        var replies = new List<Reply>();
        for (var contender = 0; contender < Contenders; contender++) replies.Add(await LoginAsync(contender));
        var owners = Enumerable.Range(0, Contenders).Where(contender => replies[contender].IsSuccess).ToArray();
        if (owners.Length > 1) return $"R5: the name {_name} belongs to {owners.Length}";
        return _winner is { } winner && !owners.Contains(winner) ? $"R5: the name {_name} is not that of whoever got it" : null;
    }

    private Task<Reply> SignUpAsync(int contender) => gateways[contender % gateways.Count].SendAsync(HttpMethod.Post, "/v1/signup", new
    {
        user = new { username = _name, password = Password(contender), primary_email = $"{_name}{contender}@example.com" },
        organization = new { name = _name },
    });

    private async Task<Reply> LoginAsync(int contender)
    {
        Reply reply;
        do reply = await gateways[0].SendAsync(HttpMethod.Post, "/v1/login", new { username = _name, password = Password(contender) });
        while (reply.IsUnavailable);
        return reply;
    }

    private static string Password(int contender) => $"a long walk in May {contender}";
}
