using Xunit.v3;

namespace AuthServe.Gateway.Tests.Faults;

/// <summary>The test names both databases itself: the run that puts all others on PostgreSQL leaves it out (<c>scripts/test</c>).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnBothDatabasesAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Storage", "both")];
}
