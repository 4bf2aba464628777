using System.Runtime.CompilerServices;

namespace AuthServe.Faults.Running;

/// <summary>A silo that differs from the shipped one (tests/SiloVariants).</summary>
/// <param name="Name">How.</param>
internal sealed record SiloVariant(string Name)
{
    /// <summary>Answers without a lease: what the tests must find fault with.</summary>
    public static SiloVariant Unfenced { get; } = new("unfenced");

    /// <summary>Has contracts of a later version.</summary>
    public static SiloVariant Next { get; } = new("next");

    public static string Program { get; } = Find();

    public KeyValuePair<string, string> Setting => new("AUTHSERVE_SILO_VARIANT", Name);

    private static string Find([CallerFilePath] string thisFile = "")
    {
        var tests = Directory.GetParent(thisFile)!.Parent!.Parent!.FullName;
        var configuration = Directory.GetParent(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!.Name;
        return Path.Combine(tests, "SiloVariants", "bin", configuration, "net10.0", "AuthServe.SiloVariants.dll");
    }
}
