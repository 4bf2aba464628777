using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Credentials;
using Xunit;

namespace AuthServe.Grains.Tests.Credentials;

/// <summary>Sign-in under guessing. Has a silo of its own, whose clock moves and whose hashing is counted.</summary>
public sealed class CredentialsTests(SharedSilo silo) : IClassFixture<SharedSilo>
{
    private static readonly SignInOptions Options = new();

    [Fact]
    public async Task A_thousand_guesses_at_once_are_evaluated_up_to_the_limit()
    {
        var name = SharedSilo.NewName();
        await silo.SignUpAsync(name);
        var before = silo.Hasher.Evaluations;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(number => SignInAsync(name, $"guess number {number}")));

        Assert.Equal(Options.MaxAttempts, silo.Hasher.Evaluations - before);
        Assert.Equal(Options.MaxAttempts, outcomes.Count(outcome => outcome.Fault!.Code == "credentials.invalid"));
        var locked = outcomes.Where(outcome => outcome.Fault!.Code == "credentials.locked").ToArray();
        Assert.Equal(1_000 - Options.MaxAttempts, locked.Length);
        Assert.All(locked, outcome => Assert.InRange(outcome.Fault!.RetryAfter!.Value, TimeSpan.FromSeconds(1), Options.FirstPause));
    }

    [Fact]
    public async Task The_owner_gets_in_once_the_pause_is_over()
    {
        var name = SharedSilo.NewName();
        await silo.SignUpAsync(name);
        for (var attempt = 0; attempt < Options.MaxAttempts; attempt++) await SignInAsync(name, "not the password");

        Assert.Equal("credentials.locked", (await SignInAsync(name, SharedSilo.Password)).Fault?.Code);
        silo.Clock.Advance(Options.FirstPause);
        Assert.Null((await SignInAsync(name, SharedSilo.Password)).Fault);
    }

    [Fact]
    public async Task A_success_clears_the_count()
    {
        var name = SharedSilo.NewName();
        await silo.SignUpAsync(name);

        for (var round = 0; round < 2; round++)
        {
            for (var attempt = 1; attempt < Options.MaxAttempts; attempt++)
                Assert.Equal("credentials.invalid", (await SignInAsync(name, "not the password")).Fault?.Code);
            Assert.Null((await SignInAsync(name, SharedSilo.Password)).Fault);
        }
    }

    [Fact]
    public async Task A_name_nobody_has_answers_costs_and_locks_as_any_other()
    {
        var (known, unknown) = (SharedSilo.NewName(), SharedSilo.NewName());
        await silo.SignUpAsync(known);

        var ofKnown = await GuessAsync(known);
        var ofUnknown = await GuessAsync(unknown);

        Assert.Equal(ofKnown.Evaluations, ofUnknown.Evaluations);
        Assert.Equal(ofKnown.Answers, ofUnknown.Answers);
        Assert.Equal((Options.MaxAttempts, "credentials.locked"), (ofUnknown.Evaluations, ofUnknown.Answers[^1]!.Split(':')[0]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_name_is_locked_however_it_is_spelled(bool isKnown)
    {
        var name = SharedSilo.NewName();
        if (isKnown) await silo.SignUpAsync(name);
        for (var attempt = 0; attempt < Options.MaxAttempts; attempt++) await SignInAsync(name, "not the password");

        Assert.Equal("credentials.locked", (await SignInAsync(name.ToUpperInvariant(), "not the password")).Fault?.Code);
        Assert.Equal("credentials.locked", (await SignInAsync(name.Replace('u', 'ｕ'), "not the password")).Fault?.Code);
    }

    [Fact]
    public async Task The_count_survives_the_activation()
    {
        var name = SharedSilo.NewName();
        var tenant = await silo.SignUpAsync(name);
        for (var attempt = 0; attempt < Options.MaxAttempts; attempt++) await SignInAsync(name, "not the password");

        await SharedSilo.DeactivateAsync(silo.Credentials(tenant.Owner));

        Assert.Equal("credentials.locked", (await SignInAsync(name, SharedSilo.Password)).Fault?.Code);
    }

    [Fact]
    public async Task A_scope_that_is_not_held_is_not_granted()
    {
        var name = SharedSilo.NewName();
        await silo.SignUpAsync(name);

        var some = await SignInAsync(name, SharedSilo.Password, "auth.role.write", "billing.invoice.read", "auth.user.approve");
        var none = await SignInAsync(name, SharedSilo.Password, "billing.invoice.read");

        Assert.Equal(["auth.role.write", "auth.user.approve"], some.Value!.Scope);
        Assert.Equal("scope.not_granted", none.Fault?.Code);
    }

    [Fact]
    public async Task A_disabled_or_removed_member_does_not_get_in()
    {
        var tenant = await silo.SignUpAsync();
        var (disabled, removed) = (SharedSilo.NewName(), SharedSilo.NewName());
        var first = await AddAsync(tenant, disabled);
        var second = await AddAsync(tenant, removed);

        await tenant.Members.UpdateMemberAsync(tenant.AsOwner, first, new(null, false));
        await tenant.Members.RemoveMemberAsync(tenant.AsOwner, second);

        Assert.Equal("organization.not_member", (await SignInAsync(disabled, SharedSilo.Password)).Fault?.Code);
        Assert.Equal("credentials.invalid", (await SignInAsync(removed, SharedSilo.Password)).Fault?.Code);
        Assert.Null((await silo.TrySignUpAsync(removed)).Fault);
    }

    [Fact]
    public void A_password_never_prints() => Assert.Equal("***", new Password("secret").ToString());

    private async Task<(long Evaluations, string?[] Answers)> GuessAsync(string name)
    {
        var before = silo.Hasher.Evaluations;
        var answers = new List<string?>();
        for (var attempt = 0; attempt <= Options.MaxAttempts; attempt++)
        {
            var fault = (await SignInAsync(name, "not the password")).Fault!;
            answers.Add($"{fault.Code}:{fault.Detail}");
        }

        return (silo.Hasher.Evaluations - before, [.. answers]);
    }

    private async Task<UserId> AddAsync(Tenant tenant, string name) =>
        (await silo.Accounts.AddUserAsync(tenant.Id, tenant.AsOwner, new(SharedSilo.Account(name), ["user"]))).Value!.Value.User;

    private Task<Outcome<SignedIn>> SignInAsync(string name, string password, params string[] scope) =>
        silo.Accounts.SignInAsync(new(name, new(password), null, scope.Length == 0 ? null : [.. scope]));
}
