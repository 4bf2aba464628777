using System.Text.Json;
using AuthServe.Gateway.Input;

namespace AuthServe.Gateway.Access;

/// <summary>Reads the circumstances of checks. What they hold beside <c>min_revision</c> is the caller's own and is ignored.</summary>
internal static class ContextParser
{
    /// <summary>Says what is wrong with a revision.</summary>
    public const string WrongRevision = "context." + Revisions.MinRevision + " must be one whole number, 0 or more.";

    /// <summary>Reads the member the reader is at, if it is the context. One that is given twice is flawed.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, ref Circumstances? context)
    {
        if (!reader.ValueTextEquals("context"u8)) return false;
        var isRepeated = context is not null;
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject) context = ReadMembers(ref reader);
        else reader.Skip();
        if (isRepeated) context = new Circumstances(0, "context must be given once.");
        return true;
    }

    private static Circumstances ReadMembers(ref Utf8JsonReader reader)
    {
        long? revision = null;
        string? flaw = null;
        while (reader.MovesToMember())
        {
            if (!reader.ValueTextEquals("min_revision"u8))
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            if (revision is not null || reader.TokenType is not JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < 0)
            {
                flaw = WrongRevision;
                reader.Skip();
            }
            else
            {
                revision = number;
            }
        }

        return new Circumstances(revision ?? 0, flaw);
    }
}
