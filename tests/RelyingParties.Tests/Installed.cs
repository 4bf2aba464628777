using System.Runtime.CompilerServices;
using Xunit;

namespace AuthServe.RelyingParties.Tests;

/// <summary>
/// The programs that relying parties are made of, where <c>scripts/find-relying-parties</c> puts them or where a variable names them. One
/// that is missing fails the test that needs it: a test that is skipped would look like a relying party that works.
/// </summary>
internal static class Installed
{
    public static string Node => Program("AUTHSERVE_NODE", "Node.js 20", "node");

    public static string Python => Program("AUTHSERVE_PYTHON", "Python 3 with Authlib, Requests and aiosmtpd", "/usr/bin/python3", "python3");

    public static string Chromium => Program("AUTHSERVE_CHROMIUM", "Chromium", "/usr/bin/chromium", "chromium", "chromium-browser");

    public static string Apache => Program("AUTHSERVE_APACHE", "Apache", "/usr/sbin/apache2", "apache2", "httpd");

    /// <summary>The folder of Apache's modules, among which is the one that signs in.</summary>
    public static string ApacheModules
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable("AUTHSERVE_APACHE_MODULES") ?? "/usr/lib/apache2/modules";
            Require(File.Exists(Path.Combine(folder, "mod_auth_openidc.so")), "mod_auth_openidc", "AUTHSERVE_APACHE_MODULES");
            return folder;
        }
    }

    /// <summary>The folder of the client libraries for JavaScript and the programs that use them.</summary>
    public static string NodeFolder
    {
        get
        {
            var folder = Path.Combine(Path.GetDirectoryName(ThisFile())!, "node");
            Require(Directory.Exists(Path.Combine(folder, "node_modules")), "what tests/RelyingParties.Tests/node/package.json names", null);
            return folder;
        }
    }

    /// <summary>The folder of the programs in Python.</summary>
    public static string PythonFolder => Path.Combine(Path.GetDirectoryName(ThisFile())!, "python");

    private static string Program(string variable, string what, params string[] names)
    {
        var named = Environment.GetEnvironmentVariable(variable);
        var found = (named is { Length: > 0 } ? [named] : names).SelectMany(Places).FirstOrDefault(File.Exists);
        Require(found is not null, what, variable);
        return found!;
    }

    private static IEnumerable<string> Places(string name) => Path.IsPathRooted(name)
        ? [name]
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name));

    private static void Require(bool found, string what, string? variable)
    {
        var other = variable is null ? "" : $", or name it in {variable}";
        Assert.True(found, $"This test needs {what}. Run scripts/find-relying-parties, which installs it{other}.");
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
