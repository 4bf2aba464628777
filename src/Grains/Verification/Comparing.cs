namespace AuthServe.Grains.Verification;

/// <summary>Asks many at once, but not all.</summary>
internal static class Comparing
{
    private const int AtOnce = 64;

    /// <summary>What is found of each, in order.</summary>
    public static async Task<IReadOnlyList<string>> FindOfEachAsync<T>(this IEnumerable<T> items, Func<T, Task<IEnumerable<string>>> find)
    {
        var found = new List<string>();
        foreach (var batch in items.Chunk(AtOnce)) found.AddRange((await Task.WhenAll(batch.Select(find))).SelectMany(lines => lines));
        return found;
    }

    /// <summary>Names what two records of the same thing do not agree on.</summary>
    public static IEnumerable<string> Compare(string subject, string first, string second, params IEnumerable<(string What, object? First, object? Second)> values) =>
        values.Where(value => !Equals(value.First, value.Second))
            .Select(value => $"{subject}: {value.What} is '{value.First}' in {first} and '{value.Second}' in {second}");
}
