using System.Runtime.CompilerServices;
using Xunit;

namespace AuthServe.Grains.Tests.House;

/// <summary>Files in the repository that say what must stay as it is.</summary>
internal static class ExpectedFiles
{
    private static readonly bool IsWriting = Environment.GetEnvironmentVariable("AUTHSERVE_WRITE_EXPECTED") == "1";

    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../.."));

    public static void AssertEqual(string path, string actual)
    {
        if (IsWriting) File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"{path} is missing.");
        Assert.Equal(File.ReadAllText(path), actual, ignoreLineEndingDifferences: true);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
