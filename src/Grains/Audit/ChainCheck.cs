using System.Text.Json;
using AuthServe.GrainInterfaces.Audit;

namespace AuthServe.Grains.Audit;

/// <summary>Follows a log from its first entry on and stops at the first thing that is wrong. Remembers nothing but where it is.</summary>
/// <param name="organization">Whose log it is.</param>
/// <param name="hashedFrom">The first revision with a hash; 0 when there is none.</param>
internal sealed class ChainCheck(Guid organization, long hashedFrom)
{
    private string _hash = EntryHash.Before(organization);

    /// <summary>The revision of the last entry that was right.</summary>
    public long Revision { get; private set; }

    /// <summary>How many entries with a hash were right.</summary>
    public long Entries { get; private set; }

    /// <summary>What is wrong; null while nothing is.</summary>
    public AuditBreak? Break { get; private set; }

    /// <summary>Takes the next entry of the log; false when something is wrong.</summary>
    public bool Add(AuditEntry entry)
    {
        var expected = Revision + 1;
        if (entry.Revision < expected) return Stop(entry.Revision, AuditBreakReason.Unexpected);
        if (entry.Revision > expected) return Stop(expected, AuditBreakReason.Missing);

        var isHashed = hashedFrom > 0 && entry.Revision >= hashedFrom;
        if (entry.Hash != (isHashed ? HashOf(entry) : null)) return Stop(entry.Revision, AuditBreakReason.Changed);

        Revision = entry.Revision;
        if (!isHashed) return true;
        Entries++;
        _hash = entry.Hash!;
        return true;
    }

    /// <summary>Ends at the newest entry of the organization, which has this hash.</summary>
    public void End(long newest, string? hash)
    {
        if (Revision < newest) Stop(Revision + 1, AuditBreakReason.Missing);
        else if (hash is not null && hash != _hash) Stop(newest, AuditBreakReason.Replaced);
    }

    /// <summary>Notes that something is wrong, unless something before it is.</summary>
    public bool Stop(long revision, AuditBreakReason reason)
    {
        Break ??= new(revision, reason);
        return false;
    }

    // What was never written here may be no JSON, or no text.
    private string HashOf(AuditEntry entry)
    {
        try
        {
            return EntryHash.Of(_hash, entry);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return "";
        }
    }
}
