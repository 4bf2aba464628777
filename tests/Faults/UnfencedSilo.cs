using System.Runtime.CompilerServices;

namespace AuthServe.Faults;

/// <summary>The program of a silo that answers without a lease: what the tests must find fault with.</summary>
internal static class UnfencedSilo
{
    public static string Path { get; } = Find();

    private static string Find([CallerFilePath] string thisFile = "")
    {
        var tests = Directory.GetParent(thisFile)!.Parent!.FullName;
        var configuration = Directory.GetParent(AppContext.BaseDirectory.TrimEnd(System.IO.Path.DirectorySeparatorChar))!.Name;
        return System.IO.Path.Combine(tests, "UnfencedSilo", "bin", configuration, "net10.0", "AuthServe.UnfencedSilo.dll");
    }
}
