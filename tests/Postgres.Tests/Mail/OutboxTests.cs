using AuthServe.Grains.Mail;
using AuthServe.Support.Storage;

namespace AuthServe.Postgres.Tests.Mail;

public sealed class OutboxTests
{
    public static readonly TheoryData<StorageEngine> Engines = [StorageEngine.Sqlite, StorageEngine.Postgres];

    [Theory, MemberData(nameof(Engines))]
    public async Task A_mail_is_sent_once_and_then_gone(StorageEngine engine)
    {
        await using var post = await Post.OpenAsync(engine);
        await post.EnqueueAsync();
        using var sender = post.Sender();

        Assert.Equal(1, await post.SendDueAsync(sender));

        Assert.Equal(0, await post.WaitingAsync());
        Assert.Equal("alice@example.com", Assert.Single(post.Tried).RecipientAddress);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Two_silos_send_no_mail_twice(StorageEngine engine)
    {
        await using var post = await Post.OpenAsync(engine);
        for (var mail = 0; mail < 60; mail++) await post.EnqueueAsync();
        using var one = post.Sender();
        using var other = post.Sender();

        await Task.WhenAll(Enumerable.Repeat(one, 4).Concat(Enumerable.Repeat(other, 4)).Select(sender => Task.Run(() => post.SendDueAsync(sender))));

        Assert.Equal(60, post.Tried.Count);
        Assert.Distinct(post.Tried.Select(mail => mail.Id));
        Assert.Equal(0, await post.WaitingAsync());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_a_silo_that_is_gone_had_claimed_is_sent_by_another(StorageEngine engine)
    {
        await using var post = await Post.OpenAsync(engine);
        await post.EnqueueAsync();
        Assert.NotNull(await post.Outbox.ClaimAsync());
        using var other = post.Sender();

        Assert.Equal(0, await post.SendDueAsync(other));
        post.Clock.Advance(SqlMailOutbox.ClaimPeriod);

        Assert.Equal(1, await post.SendDueAsync(other));
        Assert.Equal(0, await post.WaitingAsync());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_cannot_be_sent_is_tried_again_after_growing_pauses_as_the_same_mail(StorageEngine engine)
    {
        await using var post = await Post.OpenAsync(engine);
        await post.EnqueueAsync();
        using var sender = post.Sender();
        post.Answer = MailOutcome.NotNow("SMTP 451");
        Assert.Equal(1, await post.SendDueAsync(sender));

        foreach (var seconds in (int[])[30, 60, 120, 240])
        {
            post.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.Equal(0, await post.SendDueAsync(sender));
            post.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(1, await post.SendDueAsync(sender));
        }

        post.Answer = MailOutcome.Delivered;
        post.Clock.Advance(TimeSpan.FromSeconds(480));
        Assert.Equal(1, await post.SendDueAsync(sender));
        Assert.Single(post.Tried.Select(mail => mail.Id).Distinct());
        Assert.Equal(0, await post.WaitingAsync());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_cannot_be_sent_for_days_is_given_up(StorageEngine engine)
    {
        await using var post = await Post.OpenAsync(engine);
        await post.EnqueueAsync();
        using var sender = post.Sender();
        post.Answer = MailOutcome.NotNow("SMTP 451");

        var tried = 0;
        for (var hour = 0; hour < 24 * 3; hour++)
        {
            tried += await post.SendDueAsync(sender);
            post.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(1, await post.WaitingAsync());
        }

        Assert.Equal(24 * 3, tried);
        Assert.Equal(1, await post.SendDueAsync(sender));
        Assert.Equal(0, await post.WaitingAsync());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_is_refused_is_not_tried_again(StorageEngine engine)
    {
        await using var post = await Post.OpenAsync(engine);
        await post.EnqueueAsync();
        using var sender = post.Sender();
        post.Answer = MailOutcome.Refused("SMTP 550");

        Assert.Equal(1, await post.SendDueAsync(sender));

        Assert.Equal(0, await post.WaitingAsync());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_is_not_wanted_any_more_is_not_sent(StorageEngine engine)
    {
        await using var post = await Post.OpenAsync(engine);
        await post.EnqueueAsync();
        using var sender = post.Sender();
        post.IsWanted = false;

        Assert.Equal(0, await post.SendDueAsync(sender));

        Assert.Equal(0, await post.WaitingAsync());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_strangers_ask_for_has_an_end_and_keeps_nothing_else_out(StorageEngine engine)
    {
        await using var post = await Post.OpenAsync(engine);
        var reset = new MailItem(MailKind.PasswordReset, null, "alice@example.com");

        for (var mail = 0; mail < 3; mail++) Assert.True(await post.Outbox.TryEnqueueAsync(reset, limit: 3));

        Assert.False(await post.Outbox.TryEnqueueAsync(reset, limit: 3));
        Assert.True(await post.Outbox.TryEnqueueAsync(reset with { Kind = MailKind.EmailVerification }, limit: 3));
        Assert.Equal(4, await post.WaitingAsync());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_mail_goes_with_the_transaction_that_asks_for_it(StorageEngine engine)
    {
        await using var post = await Post.OpenAsync(engine);

        await post.EnqueueInTransactionAsync(commit: false);
        Assert.Equal(0, await post.WaitingAsync());
        await post.EnqueueInTransactionAsync(commit: true);

        Assert.Equal(1, await post.WaitingAsync());
    }
}
