using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Conformance;

/// <summary>docs/conformance.md says what is tested here: every test has a row, and every row a test.</summary>
public sealed partial class TableTests
{
    [Fact]
    public void The_table_lists_the_tests_and_nothing_else()
    {
        var tests = typeof(TableTests).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(TableTests).Namespace)
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null && method.DeclaringType != typeof(TableTests))
            .SelectMany(method => method.GetCustomAttributes<TraitAttribute>().Where(trait => trait.Name == Suite.Trait).Select(trait => trait.Value)
                .DefaultIfEmpty("no trait").Select(module => $"{module} {method.DeclaringType!.Name}.{method.Name}"));
        var rows = Row().Matches(File.ReadAllText(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../../docs/conformance.md"))))
            .Select(row => $"{row.Groups["name"].Value} {row.Groups["test"].Value}").ToArray();

        Assert.True(rows.Length >= 50);
        Assert.Equal(tests.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("^\\| `(?<name>[^`]+)` \\| [^|]+ \\| `(?<test>[^`]+)` \\| [^|]+ \\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
