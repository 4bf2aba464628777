using System.Globalization;
using Orleans.Runtime;

namespace AuthServe.Micro;

/// <summary>What a user who is active takes of a silo's memory, with credentials and names: what is freed when all of many become idle.</summary>
internal static class UserMemory
{
    private const int Users = 5_000;
    private const int AtOnce = 16;

    public static async Task RunAsync()
    {
        await using var world = await World.StartAsync();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Users), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (user, _) => await world.AddUserAsync($"user{user}"));
        var management = world.Silo.Grains.GetGrain<IManagementGrain>(0);
        var before = await CountAsync(management);
        var with = GC.GetTotalMemory(forceFullCollection: true);
        await management.ForceActivationCollection(TimeSpan.Zero);
        var without = GC.GetTotalMemory(forceFullCollection: true);
        var after = await CountAsync(management);
        foreach (var (kind, count) in before.OrderByDescending(kind => kind.Value)) Console.WriteLine($"{kind}: {count} active, {after.GetValueOrDefault(kind)} afterwards");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(with - without) / Users:N0} bytes of {Users} users each"));
    }

    private static async Task<Dictionary<string, int>> CountAsync(IManagementGrain management) =>
        (await management.GetSimpleGrainStatistics()).GroupBy(kind => kind.GrainType).ToDictionary(kinds => kinds.Key, kinds => kinds.Sum(kind => kind.ActivationCount));
}
