using System.Text.RegularExpressions;
using CsCheck;

namespace AuthServe.Permissions.Tests;

public sealed partial class PermissionNameProperties
{
    // Well-formed names with a few characters changed, so that either outcome is common.
    private static readonly Gen<string> Text = Gen.Select(
        Generators.Permission,
        Gen.Select(Gen.Int[0, 12], Gen.OneOf("", ".", "a", "Z", "0", "-", "_", " ", "\n", "é", "\0", new string('a', 61))).Array[0, 2],
        (name, edits) => edits.Aggregate(name, (text, edit) => text.Insert(Math.Min(edit.Item1, text.Length), edit.Item2)));

    [Fact]
    public void Is_read_as_the_pattern_says() => Text.Sample(
        text =>
        {
            var match = Pattern().Match(text);

            Assert.Equal(match.Success, PermissionName.TryParse(text, out var name));
            Assert.Equal(match.Success ? text : "", name.Value);
            Assert.Equal(
                (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value),
                (name.Service, name.Resource, name.Action));
            Assert.Equal(match.Groups[3].Value == "all", name.IsAll);
        },
        iter: Generators.Cases);

    [GeneratedRegex("^([a-z][a-z0-9_-]{0,62})\\.([a-z][a-z0-9_-]{0,62})\\.([a-z][a-z0-9_-]{0,62})\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
