using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Json;

namespace AuthServe.Gateway.Clients;

/// <summary>The public keys of a client: a JWK set (RFC 7517, section 5). A member that is not here is refused: it may be a private one.</summary>
internal sealed record ClientKeySet
{
    private const int MaxKeys = 10;

    [Required, Description("1 to 10 public keys, each with a kid of its own.")]
    public ClientKey?[]? Keys { get; init; }

    /// <summary>The set as it is kept.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, GatewayJson.Http.ClientKeySet);

    /// <summary>A set that was kept.</summary>
    public static ClientKeySet? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize(json, GatewayJson.Http.ClientKeySet);

    /// <summary>Notes what is wrong with it.</summary>
    public void Check(Fields fields, string member)
    {
        if (fields.Required(member + ".keys", Keys) is not { } keys) return;
        if (keys.Length is 0 or > MaxKeys) fields.Refuse(member + ".keys", $"There must be 1 to {MaxKeys} keys.");

        for (var at = 0; at < keys.Length; at++)
        {
            var path = $"{member}.keys[{at}]";
            if (fields.Required(path, keys[at]) is not { } key) continue;
            if (key.FindMistake() is { } mistake) fields.Refuse($"{path}.{mistake.Member}", mistake.Message);
            else if (keys[..at].Any(earlier => earlier?.Kid == key.Kid)) fields.Refuse(path + ".kid", "It must be the only key with this kid.");
        }
    }
}

/// <summary>A public key that signatures are verified with (RFC 7517, section 4; RFC 7518, section 6).</summary>
internal sealed record ClientKey
{
    [Required, Description("EC or RSA.")]
    public string? Kty { get; init; }

    [Required, Description("Names the key.")]
    public string? Kid { get; init; }

    [Description("sig, if it is given."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Use { get; init; }

    [Description("[\"verify\"], if it is given."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string?[]? KeyOps { get; init; }

    [Description("The algorithm it is used with; any that its type has unless it is given."),
     JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Alg { get; init; }

    [Description("Curve of an EC key: P-256, P-384 or P-521."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Crv { get; init; }

    [Description("Coordinate of an EC key."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? X { get; init; }

    [Description("Coordinate of an EC key."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Y { get; init; }

    [Description("Modulus of an RSA key, of 2048 to 8192 bits."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? N { get; init; }

    [Description("Exponent of an RSA key."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? E { get; init; }

    /// <summary>The first member that is wrong and what is allowed; null when all is well.</summary>
    public (string Member, string Message)? FindMistake() => ClientKeyRules.Find(this);
}
