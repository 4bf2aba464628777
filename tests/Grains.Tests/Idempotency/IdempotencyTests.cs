using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Idempotency;
using AuthServe.GrainInterfaces.Roles;
using AuthServe.Grains.Idempotency;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServe.Grains.Tests.Idempotency;

public sealed class IdempotencyTests(SharedSilo silo) : IClassFixture<SharedSilo>
{
    private static readonly CallerKey Key = new("key");
    private static readonly SavedAnswer Answer = new(
        201, ImmutableSortedDictionary<string, string>.Empty.Add("Location", "/v1/roles/clerk"), [.. "{}"u8]);

    private static readonly ImmutableArray<byte> Request = [1, 2, 3];

    [Fact]
    public async Task Executes_once_and_then_answers_what_was_answered()
    {
        var request = NewRequest();
        var begun = await request.BeginAsync(Key, Request, Guid.CreateVersion7());
        Assert.Equal(BeginStatus.Execute, begun.Status);
        Assert.Equal(BeginStatus.InProgress, (await request.BeginAsync(Key, Request, Guid.CreateVersion7())).Status);

        await request.CompleteAsync(Key, begun.Key!.Id, Answer);
        await SharedSilo.DeactivateAsync(request);

        var again = await request.BeginAsync(Key, Request, Guid.CreateVersion7());
        Assert.Equal((BeginStatus.Answered, null), (again.Status, again.Key));
        Assert.Equal((Answer.Status, "/v1/roles/clerk", "{}"), (again.Answer!.Status, again.Answer.Headers["Location"], "{}"));
        Assert.Equal(Answer.Body, again.Answer.Body);
        Assert.Equal(BeginStatus.Reused, (await request.BeginAsync(Key, [1, 2, 4], Guid.CreateVersion7())).Status);
    }

    [Fact]
    public async Task An_execution_that_was_released_cut_off_or_takes_too_long_goes_on_under_the_same_key()
    {
        var request = NewRequest();
        var claim = Guid.CreateVersion7();
        var first = (await request.BeginAsync(Key, Request, claim)).Key!;

        await request.ReleaseAsync(claim);
        await AssertGoesOnAsync();
        // That of the execution before, which comes late.
        await request.ReleaseAsync(claim);
        Assert.Equal(BeginStatus.InProgress, (await request.BeginAsync(Key, Request, Guid.CreateVersion7())).Status);
        await SharedSilo.DeactivateAsync(request);
        await AssertGoesOnAsync();
        silo.Clock.Advance(TimeSpan.FromSeconds(11));
        await AssertGoesOnAsync();

        async Task AssertGoesOnAsync()
        {
            var next = (await request.BeginAsync(Key, Request, Guid.CreateVersion7())).Key!;
            Assert.Equal(first.Id, next.Id);
            Assert.Equal(first.Seed, next.Seed);
            Assert.Equal(BeginStatus.InProgress, (await request.BeginAsync(Key, Request, Guid.CreateVersion7())).Status);
        }
    }

    [Fact]
    public async Task The_first_answer_stays_and_one_of_another_execution_is_not_taken()
    {
        var request = NewRequest();
        var begun = (await request.BeginAsync(Key, Request, Guid.CreateVersion7())).Key!;
        await request.CompleteAsync(Key, Guid.CreateVersion7(), Answer with { Status = 500 });
        await request.CompleteAsync(Key, begun.Id, Answer);
        await request.CompleteAsync(Key, begun.Id, Answer with { Status = 409 });

        Assert.Equal(201, (await request.BeginAsync(Key, Request, Guid.CreateVersion7())).Answer!.Status);
    }

    [Fact]
    public async Task After_a_day_a_key_is_new()
    {
        var request = NewRequest();
        var first = (await request.BeginAsync(Key, Request, Guid.CreateVersion7())).Key!;
        await request.CompleteAsync(Key, first.Id, Answer);

        silo.Clock.Advance(TimeSpan.FromHours(24));

        var second = await request.BeginAsync(Key, [9], Guid.CreateVersion7());
        Assert.Equal(BeginStatus.Execute, second.Status);
        Assert.NotEqual(first.Id, second.Key!.Id);
        Assert.NotEqual(first.Seed, second.Key.Seed);
    }

    [Fact]
    public async Task An_organization_executes_a_request_once_and_answers_it_the_same()
    {
        var tenant = await silo.SignUpAsync();
        var actor = tenant.AsOwner with { Key = new(Guid.CreateVersion7(), [1, 2, 3]) };
        var first = (await tenant.Roles.CreateRoleAsync(actor, new CreateRole("clerk", null, ["auth.user.read"]))).Value!;
        var changed = await tenant.Roles.UpdateRoleAsync(tenant.AsOwner, "clerk", new("Changed", null));

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var again = (await tenant.Roles.CreateRoleAsync(actor, new CreateRole("clerk", null, ["auth.user.read"]))).Value!;
            Assert.Equal((first.Revision, first.Value.Name, first.Value.DisplayName), (again.Revision, again.Value.Name, again.Value.DisplayName));
            Assert.Equal(first.Value.Permissions, again.Value.Permissions);
            await SharedSilo.DeactivateAsync(tenant.Organization);
        }

        Assert.Equal(changed.Value!.Revision, await tenant.Organization.ReachAsync(0));
        var attach = tenant.AsOwner with { Key = new(Guid.CreateVersion7(), [4]) };
        var attached = (await tenant.Roles.AttachPermissionAsync(attach, "clerk", "auth.user.write")).Value!.Revision;
        await tenant.Roles.DeleteRoleAsync(tenant.AsOwner, "clerk");
        Assert.Equal(attached, (await tenant.Roles.AttachPermissionAsync(attach, "clerk", "auth.user.write")).Value!.Revision);
    }

    [Fact]
    public async Task What_nobody_is_answered_any_more_is_deleted()
    {
        var tenant = await silo.SignUpAsync();
        await tenant.Roles.CreateRoleAsync(tenant.AsOwner with { Key = new(Guid.CreateVersion7(), [1]) }, new CreateRole("clerk", null, []));
        await NewRequest().BeginAsync(Key, Request, Guid.CreateVersion7());
        var sweep = silo.Services.GetRequiredService<IdempotencySweep>();

        Assert.Equal(0, await sweep.SweepAsync(DateTimeOffset.UnixEpoch));
        Assert.True(await sweep.SweepAsync(DateTimeOffset.MaxValue) >= 2);
    }

    [Fact]
    public void Ids_of_a_request_are_version_7_and_always_the_same()
    {
        var key = new RequestKey(Guid.CreateVersion7(), [.. Enumerable.Repeat((byte)7, 32)]);

        Assert.Equal(key.NewId("user"), key.NewId("user"));
        Assert.NotEqual(key.NewId("user"), key.NewId("organization"));
        Assert.Equal((7, 0x8), (key.NewId("user").Version, key.NewId("user").Variant & 0xC));
        Assert.Equal(key.Id.ToString()[..13], key.NewId("user").ToString()[..13]);
        Assert.DoesNotContain("7, 7", new Actor(default) { Key = key }.ToString(), StringComparison.Ordinal);
    }

    private IIdempotencyGrain NewRequest() => silo.Grain<IIdempotencyGrain>("i/" + Guid.NewGuid().ToString("N"));
}
