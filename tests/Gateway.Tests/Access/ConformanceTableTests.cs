using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace AuthServe.Gateway.Tests.Access;

/// <summary>docs/authzen.md says what is tested of AuthZEN: every row has a test, and every test a row.</summary>
public sealed partial class ConformanceTableTests
{
    private static readonly Type[] Classes =
    [
        typeof(EvaluationTests), typeof(EvaluationInputTests), typeof(EvaluationsTests), typeof(AskingAboutOthersTests), typeof(RequestIdTests),
        typeof(SearchTests), typeof(SearchInputTests), typeof(SearchPagingTests), typeof(SearchProperties), typeof(MetadataTests),
    ];

    [Fact]
    public void The_table_lists_the_tests_and_nothing_else()
    {
        var tests = Classes
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}");
        var page = File.ReadAllText(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/authzen.md")));

        Assert.Equal(
            tests.Order(StringComparer.Ordinal), Row().Matches(page).Select(row => row.Groups["test"].Value).Order(StringComparer.Ordinal));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("^\\| [0-9][^|]* \\| [^|]+ \\| `(?<test>[^`]+)` \\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
