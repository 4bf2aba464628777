namespace AuthServe.Permissions;

/// <summary>
/// The name of a permission, <c>{service}.{resource}.{action}</c>, such as <c>billing.invoice.create</c>. Each part is a
/// <see cref="Slug"/>. Compares by ordinal; <c>default</c> names nothing and no set holds it.
/// </summary>
public readonly struct PermissionName : IEquatable<PermissionName>, IComparable<PermissionName>
{
    /// <summary>The action that stands for every action on its resource.</summary>
    public const string AllAction = "all";

    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = (3 * Slug.MaxLength) + 2;

    /// <summary>Says what a permission's name may be, for an error message.</summary>
    public const string Allowed = "service.resource.action, each part " + Slug.Allowed;

    private readonly string? _value;
    private readonly byte _serviceLength;
    private readonly byte _resourceLength;

    private PermissionName(string value, int serviceLength, int resourceLength)
    {
        _value = value;
        _serviceLength = (byte)serviceLength;
        _resourceLength = (byte)resourceLength;
    }

    /// <summary>The whole name, the slug that is stored and sent.</summary>
    public string Value => _value ?? "";

    /// <summary>The first part: whose permission it is.</summary>
    public string Service => Value[.._serviceLength];

    /// <summary>The second part: what it is about.</summary>
    public string Resource => _value is null ? "" : _value.Substring(_serviceLength + 1, _resourceLength);

    /// <summary>The third part: what it lets one do.</summary>
    public string Action => ActionSpan.ToString();

    /// <summary>Whether it grants every action on its resource.</summary>
    public bool IsAll => ActionSpan.SequenceEqual(AllAction);

    /// <summary><c>{service}.{resource}</c>: what an <c>all</c> covers.</summary>
    internal ReadOnlySpan<char> Scope => _value is null ? default : _value.AsSpan(0, _serviceLength + 1 + _resourceLength);

    private ReadOnlySpan<char> ActionSpan => _value is null ? default : _value.AsSpan(_serviceLength + _resourceLength + 2);

    /// <summary>Reads a name as it stands, allocating nothing; false when it is not <see cref="Allowed"/>.</summary>
    public static bool TryParse(string? text, out PermissionName name)
    {
        name = default;
        if (text is null || text.Length > MaxLength) return false;

        var service = text.AsSpan();
        var dot = service.IndexOf('.');
        if (dot < 0) return false;
        var resource = service[(dot + 1)..];
        service = service[..dot];

        dot = resource.IndexOf('.');
        if (dot < 0) return false;
        var action = resource[(dot + 1)..];
        resource = resource[..dot];

        if (!Slug.IsValid(service) || !Slug.IsValid(resource) || !Slug.IsValid(action)) return false;
        name = new PermissionName(text, service.Length, resource.Length);
        return true;
    }

    /// <summary>Reads a name as it stands.</summary>
    /// <exception cref="FormatException">It is not <see cref="Allowed"/>.</exception>
    public static PermissionName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"A permission is {Allowed}.");

    /// <inheritdoc/>
    public int CompareTo(PermissionName other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public bool Equals(PermissionName other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PermissionName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>The whole name.</summary>
    public override string ToString() => Value;

    /// <summary>Compares by value.</summary>
    public static bool operator ==(PermissionName left, PermissionName right) => left.Equals(right);

    /// <summary>Compares by value.</summary>
    public static bool operator !=(PermissionName left, PermissionName right) => !left.Equals(right);

    /// <summary>Orders by ordinal.</summary>
    public static bool operator <(PermissionName left, PermissionName right) => left.CompareTo(right) < 0;

    /// <summary>Orders by ordinal.</summary>
    public static bool operator <=(PermissionName left, PermissionName right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by ordinal.</summary>
    public static bool operator >(PermissionName left, PermissionName right) => left.CompareTo(right) > 0;

    /// <summary>Orders by ordinal.</summary>
    public static bool operator >=(PermissionName left, PermissionName right) => left.CompareTo(right) >= 0;
}
