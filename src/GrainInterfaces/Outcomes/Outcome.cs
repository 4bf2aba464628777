using System.Diagnostics.CodeAnalysis;

namespace AuthServe.GrainInterfaces.Outcomes;

/// <summary>Either a value or the fault that stands in its place.</summary>
/// <typeparam name="T">What a granted request answers.</typeparam>
[GenerateSerializer, Immutable, Alias("authserve.Outcome`1")]
public readonly struct Outcome<T> : IEquatable<Outcome<T>>
    where T : class
{
    [Id(0)]
    private readonly T? _value;

    [Id(1)]
    private readonly Fault? _fault;

    private Outcome(T? value, Fault? fault)
    {
        _value = value;
        _fault = fault;
    }

    /// <summary>The value; null exactly when <see cref="Fault"/> is not.</summary>
    public T? Value => _value;

    /// <summary>The refusal; null exactly when <see cref="Value"/> is not.</summary>
    public Fault? Fault => _fault;

    /// <summary>True with the value, false with the fault.</summary>
    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Fault? fault)
    {
        value = _value;
        fault = _fault;
        return value is not null;
    }

    /// <summary>A granted request.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "FromValue would say less than the conversion.")]
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A refused request.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "FromFault would say less than the conversion.")]
    public static implicit operator Outcome<T>(Fault fault) => new(null, fault);

    /// <inheritdoc/>
    public bool Equals(Outcome<T> other) => Equals(_value, other._value) && Equals(_fault, other._fault);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Outcome<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_value, _fault);

    /// <summary>Compares by value.</summary>
    public static bool operator ==(Outcome<T> left, Outcome<T> right) => left.Equals(right);

    /// <summary>Compares by value.</summary>
    public static bool operator !=(Outcome<T> left, Outcome<T> right) => !left.Equals(right);
}
