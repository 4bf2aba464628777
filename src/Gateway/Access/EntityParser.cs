using System.Text.Json;

namespace AuthServe.Gateway.Access;

/// <summary>Reads the subject, action and resource of checks.</summary>
internal readonly struct EntityParser()
{
    private readonly string?[] _lastTexts = new string?[6];

    /// <summary>Reads the member the reader is at, if it is one of the three.</summary>
    public bool TryRead(ref Utf8JsonReader reader, ref Entity? subject, ref Entity? action, ref Entity? resource)
    {
        if (reader.ValueTextEquals("subject"u8)) Read(ref reader, ref subject, Kind.Subject);
        else if (reader.ValueTextEquals("action"u8)) Read(ref reader, ref action, Kind.Action);
        else if (reader.ValueTextEquals("resource"u8)) Read(ref reader, ref resource, Kind.Resource);
        else return false;
        return true;
    }

    private void Read(ref Utf8JsonReader reader, ref Entity? entity, Kind kind)
    {
        var isRepeated = entity is not null;
        reader.Read();
        if (reader.TokenType is JsonTokenType.Null) return;
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            entity = ReadMembers(ref reader, kind);
        }
        else
        {
            reader.Skip();
            entity = Entity.Flawed($"{kind.Name} must be an object.");
        }

        if (isRepeated) entity = Entity.Flawed($"{kind.Name} must be given once.");
    }

    private Entity ReadMembers(ref Utf8JsonReader reader, Kind kind)
    {
        string? type = null, id = null;
        while (reader.MovesToMember())
        {
            if (kind.HasType && reader.ValueTextEquals("type"u8)) type = ReadText(ref reader, kind.Slot);
            else if (reader.ValueTextEquals(kind.Id)) id = ReadText(ref reader, kind.Slot + 1);
            else reader.Skip();
        }

        if (kind.HasType && type is null) return Entity.Flawed($"{kind.Name}.type is required and must be a string.");
        return id is null ? Entity.Flawed($"{kind.Name}.{kind.Id} is required and must be a string.") : new Entity(type ?? "", id);
    }

    // Checks that come together mostly have the same subject, or the same action and kind of resource.
    private string? ReadText(ref Utf8JsonReader reader, int slot)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        ref var last = ref _lastTexts[slot];
        if (last is null || !reader.ValueTextEquals(last)) last = reader.GetString();
        return last;
    }

    private sealed record Kind(string Name, bool HasType, string Id, int Slot)
    {
        public static Kind Subject { get; } = new("subject", HasType: true, "id", Slot: 0);

        public static Kind Action { get; } = new("action", HasType: false, "name", Slot: 2);

        public static Kind Resource { get; } = new("resource", HasType: true, "id", Slot: 4);
    }
}

internal static class JsonTokens
{
    /// <summary>Moves on inside an object; false at its end.</summary>
    public static bool MovesToMember(this ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType is JsonTokenType.PropertyName;
}
