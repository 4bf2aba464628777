using System.Text.Json.Nodes;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.Grains.Mail;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServe.RelyingParties.Tests.Mail;

/// <summary>A silo and a real mail server that is not always as it should be: from a sign-up to the mail that it sends.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private readonly int _port = FreePort.Next();
    private readonly string _name = "u" + Guid.NewGuid().ToString("N")[..12];
    private readonly TestClock _clock = new();
    private TestDatabase _database = null!;
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(TestDatabase.ChosenEngine);
        var settings = new Dictionary<string, string?>(_database.Settings)
        {
            ["Mail:From"] = "Acme <no-reply@acme.example>",
            ["Mail:LinkBase"] = "https://auth.acme.example",
            ["Mail:Smtp:Host"] = "localhost",
            ["Mail:Smtp:Port"] = $"{_port}",
            ["Mail:Smtp:Security"] = "none",
        };
        _silo = await TestSilo.StartAsync(settings, services => TestSilo.UseClock(services, _clock), sendsMail: true);
    }

    [Fact]
    public async Task Mail_arrives_when_the_server_is_back()
    {
        await SignUpAsync();
        await IsTriedAsync();

        await using var server = await StartServerAsync();
        LetTimePass();

        var mail = await server.ReceiveAsync();
        Assert.Equal($"{_name}@example.com", Assert.Single(mail.To.Mailboxes).Address);
        Assert.Contains("\nhttps://auth.acme.example/verify-email?token=", mail.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        await _silo.MailIsSettledAsync($"{_name}@example.com");
    }

    [Fact]
    public async Task Mail_that_is_refused_for_now_is_sent_later()
    {
        await using var server = await StartServerAsync("451 4.3.0 Try again later");
        await SignUpAsync();
        Assert.NotNull((await server.NextAsync())["refused"]);
        await IsTriedAsync();

        LetTimePass();

        Assert.Equal("Confirm your e-mail address", (await server.ReceiveAsync()).Subject);
    }

    [Fact]
    public async Task Mail_that_is_refused_for_good_is_given_up()
    {
        await using var server = await StartServerAsync("550 5.1.1 Nobody is here");
        await SignUpAsync();

        Assert.NotNull((await server.NextAsync())["refused"]);

        await _silo.MailIsSettledAsync($"{_name}@example.com");
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task SignUpAsync()
    {
        var account = new NewAccount(_name, $"{_name}@example.com", "Zoë", new("a long walk in May"));
        var signedUp = await _silo.Grains.GetGrain<IAccountsGrain>(0)
            .SignUpAsync(new(account, new OrganizationProfile($"Org of {_name}", null, "teams", false)));
        Assert.Null(signedUp.Fault);
    }

    private async Task IsTriedAsync()
    {
        while (await _database.ExecuteAsync("SELECT count(*) FROM mail_outbox WHERE attempts > 0") is not 1L) await Task.Yield();
    }

    // Further than the claim of an attempt that may still be under way holds, and than the pause after it.
    private void LetTimePass()
    {
        _clock.Advance(TimeSpan.FromHours(2));
        _silo.Services.GetRequiredService<IMailOutbox>().Wake();
    }

    private Task<SmtpServer> StartServerAsync(params string[] answers) => SmtpServer.StartAsync(new()
    {
        ["security"] = "none",
        ["port"] = _port,
        ["answers"] = new JsonArray([.. answers.Select(answer => JsonValue.Create(answer))]),
    });
}
