using CsCheck;

namespace AuthServe.Permissions.Tests;

public sealed class PermissionSetProperties
{
    [Fact]
    public void Contains_a_name_when_the_reference_does() => Gen.Select(Generators.Permissions, Generators.Permission).Sample(
        (names, asked) => Assert.Equal(Reference.Contains(names, asked), names.ToSet().Contains(PermissionName.Parse(asked))),
        iter: Generators.Cases);

    [Fact]
    public void Contains_all_of_another_when_the_reference_does() => Gen.Select(Generators.Permissions, Generators.Permissions).Sample(
        (names, others) => Assert.Equal(Reference.ContainsAll(names, others), names.ToSet().ContainsAll(others.ToSet())),
        iter: Generators.Cases);

    [Fact]
    public void Holds_each_name_once_in_order() => Generators.Permissions.Sample(
        names =>
        {
            var set = names.ToSet();
            var expected = names.Distinct().Order(StringComparer.Ordinal).ToArray();

            Assert.Equal(expected, set.Select(name => name.Value));
            Assert.Equal(expected.Length, set.Count);
        },
        iter: Generators.Cases);

    [Fact]
    public void Is_equal_to_another_of_the_same_names() => Gen.Select(Generators.Permissions, Generators.Permissions).Sample(
        (names, others) =>
        {
            Assert.Equal(names.ToSet(), names.Reverse().ToSet());
            Assert.Equal(names.ToSet().GetHashCode(), names.Reverse().ToSet().GetHashCode());
            Assert.Equal(names.ToHashSet().SetEquals(others), names.ToSet().Equals(others.ToSet()));
        },
        iter: Generators.Cases);
}
