using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace AuthServe.Gateway.Settings;

/// <summary>
/// Accepts a number or a duration between two, and both. Says what its message says: a source-generated validator has no place for the
/// message of a <see cref="RangeAttribute"/>.
/// </summary>
/// <param name="minimum">The least that is accepted, in the invariant form of the property's type.</param>
/// <param name="maximum">The most that is accepted.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BetweenAttribute(string minimum, string maximum) : ValidationAttribute
{
    /// <summary>The least that is accepted.</summary>
    public string Minimum => minimum;

    /// <summary>The most that is accepted.</summary>
    public string Maximum => maximum;

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value switch
    {
        TimeSpan duration => IsBetween(duration),
        int number => IsBetween(number),
        _ => false,
    };

    private bool IsBetween<T>(T value)
        where T : IComparable<T>, IParsable<T> =>
        value.CompareTo(T.Parse(Minimum, CultureInfo.InvariantCulture)) >= 0
        && value.CompareTo(T.Parse(Maximum, CultureInfo.InvariantCulture)) <= 0;
}
