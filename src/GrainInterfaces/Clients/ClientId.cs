using AuthServe.GrainInterfaces.Accounts;

namespace AuthServe.GrainInterfaces.Clients;

/// <summary>
/// Identifies an OAuth client (<c>client_id</c>, RFC 6749, section 2.2) and, at the same time, the account it acts by when it acts for
/// itself. A version 7 UUID (RFC 9562, section 5.7).
/// </summary>
[GenerateSerializer, Immutable, Alias("authserve.ClientId")]
public readonly record struct ClientId([property: Id(0)] Guid Value)
{
    /// <summary>The key of the client's grain.</summary>
    public string GrainKey => "c/" + this;

    /// <summary>The account whose roles say what the client may do by itself.</summary>
    public UserId ServiceAccount => new(Value);

    /// <summary>A fresh id, ordered by time.</summary>
    public static ClientId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <summary>Reads an id exactly as <see cref="ToString"/> writes it.</summary>
    public static bool TryParse(string? text, out ClientId id)
    {
        var isId = Guid.TryParseExact(text, "D", out var value);
        id = new(value);
        return isId && id.ToString() == text;
    }

    /// <summary>Lower-case, with dashes.</summary>
    public override string ToString() => Value.ToString("D");
}
