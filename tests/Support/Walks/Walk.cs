using System.Globalization;

namespace AuthServe.Support.Walks;

/// <summary>
/// Random commands by random accounts of one organization after the other. After each, what <see cref="WalkRules"/> says must hold of the model,
/// checks must answer as the model does, and every so often the whole organization must be as the model is.
/// </summary>
/// <param name="seed">The same seed draws the same steps.</param>
/// <param name="open">Makes a new organization.</param>
public sealed class Walk(int seed, Func<Task<IOrganizationCalls>> open)
{
    private const int StepsAnOrganization = 250;
    private const int ComparedEvery = 10;
    private const int MostShown = 25;

    /// <summary>How many steps a test takes: as <c>AUTHSERVE_WALK_STEPS</c> says.</summary>
    public static int StepsOr(int usual) => Setting("AUTHSERVE_WALK_STEPS") ?? usual;

    /// <summary>The seed of a test: as <c>AUTHSERVE_WALK_SEED</c> says.</summary>
    public static int SeedOr(int usual) => Setting("AUTHSERVE_WALK_SEED") ?? usual;

    /// <summary>Steps taken so far.</summary>
    public int Taken { get; private set; }

    /// <summary>Those of them that were acknowledged.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Those of them that were acknowledged to somebody who is no owner.</summary>
    public int AcknowledgedToOthers { get; private set; }

    /// <summary>Takes so many steps.</summary>
    /// <exception cref="InvalidOperationException">Something broke; says what, where and how it came to that.</exception>
    public async Task TakeAsync(int steps)
    {
        for (var organization = 0; Taken < steps; organization++)
            await TakeAsync(organization, Math.Min(StepsAnOrganization, steps - Taken));
    }

    private async Task TakeAsync(int organization, int steps)
    {
        var random = new Random(HashCode.Combine(seed, organization));
        var calls = await open();
        var world = await calls.ReadAsync();
        var history = new Queue<string>();
        foreach (var step in Preparation(world, random)) world = await TakeAsync(calls, world, step, random, history);
        for (var number = 0; number < steps;)
        {
            var draw = new Draw(world, ActorOf(world, random), random);
            if (StepKinds.All[random.Next(StepKinds.All.Count)](draw) is not { } step) continue;

            number++;
            Taken++;
            world = await TakeAsync(calls, world, step, random, history);
            if (number % ComparedEvery == 0 || number == steps) await CompareAsync(calls, world, history);
        }
    }

    private async Task<World> TakeAsync(IOrganizationCalls calls, World world, WalkStep step, Random random, Queue<string> history)
    {
        var made = await step.Run(calls);
        history.Enqueue($"{(made is null ? "refused" : "done   ")} {step.Actor}: {step.Text}");
        if (history.Count > MostShown) history.Dequeue();
        if (made is { } id)
        {
            Acknowledged++;
            if (!world.IsActiveOwner(step.Actor)) AcknowledgedToOthers++;
            var next = step.Apply(world, id);
            if (WalkRules.BrokenBy(step, world, next) is { } broken) throw Broken(broken, world, history);
            world = next;
        }

        await CheckAsync(calls, world, random, history);
        return world;
    }

    private async Task CheckAsync(IOrganizationCalls calls, World world, Random random, Queue<string> history)
    {
        Guid[] accounts = [.. world.Accounts.Keys];
        var (account, at) = (accounts[random.Next(accounts.Length)], random.Next(Universe.Names.Count));
        var expected = (world.Rights(account) >> at & 1) == 1;
        if (await calls.MayAsync(account, Universe.Names[at]) != expected)
            throw Broken($"A check whether {account} may {Universe.Names[at]} did not answer {expected}.", world, history);
    }

    private async Task CompareAsync(IOrganizationCalls calls, World world, Queue<string> history)
    {
        var found = await calls.ReadAsync();
        if (found.ToString() != world.ToString()) throw Broken($"The organization is not what its commands made it:\n{found}", world, history);
    }

    private InvalidOperationException Broken(string what, World world, Queue<string> history) => new(
        $"Seed {seed}, step {Taken}: {what}\n{world}\nafter\n{string.Join('\n', history)}");

    // Somebody who may a good deal and is no owner: the rules are about them.
    private static IEnumerable<WalkStep> Preparation(World world, Random random)
    {
        var owner = world.Accounts.Keys.Single();
        foreach (var permission in Universe.NamesOf(Universe.Everything & ~Universe.System))
        {
            yield return new(
                owner, $"create permission {permission}", 0, calls => calls.CreatePermissionAsync(owner, permission),
                (before, _) => before with { Catalogue = before.Catalogue | Universe.Of(permission) });
        }

        foreach (var role in new[] { "r0", "r1", "r2" })
        {
            string[] permissions = [.. Universe.Names.Where(_ => random.Next(3) == 0)];
            yield return new(
                owner, $"create role {role}", 0, calls => calls.CreateRoleAsync(owner, role, permissions),
                (before, _) => before.WithRole(role, Universe.Of(permissions)));
            yield return new(
                owner, $"add member [{role}]", 0, calls => calls.AddMemberAsync(owner, [role]),
                (before, made) => before with { Accounts = before.Accounts.Add(made, new(true, false, [role])) });
        }
    }

    private static Guid ActorOf(World world, Random random)
    {
        Guid[] owners = [.. world.Accounts.Keys.Where(world.IsActiveOwner)];
        Guid[] others = [.. world.Accounts.Keys.Except(owners)];
        return random.Next(20) switch
        {
            0 => Guid.NewGuid(),
            < 5 => owners[random.Next(owners.Length)],
            _ => others.Length == 0 ? owners[0] : others[random.Next(others.Length)],
        };
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
