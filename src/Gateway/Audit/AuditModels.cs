using System.ComponentModel;
using System.Text.Json;
using AuthServe.GrainInterfaces.Audit;

namespace AuthServe.Gateway.Audit;

/// <summary>One entry of the audit log. The names of its members are part of what is hashed: see docs/audit.md.</summary>
internal sealed record AuditEntryModel(
    [property: Description("The revision of the organization that the change made.")] long Revision,
    DateTimeOffset Time,
    [property: Description("The id of who asked for it; null for AuthServe itself.")] Guid? Actor,
    [property: Description("What was asked, such as role.attach_permission.")] string Command,
    [property: Description("What it is about: a role's or permission's name, a user's, a client's or the organization's id.")] string Target,
    [property: Description("The target before; null when it did not exist.")] JsonElement? Before,
    [property: Description("The target after; null when it no longer exists.")] JsonElement? After,
    [property: Description("The trace_id of the request; null for AuthServe itself.")] string? RequestId,
    [property: Description("SHA-256 of the hash before it and of this entry; null for one that an earlier version wrote.")] string? Hash)
{
    public static AuditEntryModel From(AuditEntry entry) => new(
        entry.Revision, entry.Time, entry.Actor?.Value, entry.Command, entry.Target, Parse(entry.Before), Parse(entry.After), entry.RequestId,
        entry.Hash);

    private static JsonElement? Parse(string? text) => text is null ? null : JsonElement.Parse(text);
}

/// <summary>What came of recomputing the chain of hashes.</summary>
internal sealed record AuditVerificationModel(
    [property: Description("Whether every entry is what was written, and none is missing or added.")] bool Valid,
    [property: Description("Where the chain begins: later than 1 when an earlier version wrote entries without hashes. Null when it has not begun.")]
    long? FirstRevision,
    [property: Description("The newest revision.")] long LastRevision,
    [property: Description("The hash of the newest entry. Kept elsewhere, it proves later that nothing before it was written anew.")]
    string? LastHash,
    [property: Description("How many entries of the chain are right, up to the first that is not.")] long Entries,
    [property: Description("The first thing that is wrong; null when nothing is.")] AuditBreakModel? Broken)
{
    public static AuditVerificationModel From(AuditVerification found) => new(
        found.Break is null, found.FirstRevision, found.LastRevision, found.LastHash, found.Entries,
        found.Break is null ? null : AuditBreakModel.From(found.Break));
}

/// <summary>Where a log is not what was written.</summary>
internal sealed record AuditBreakModel(
    [property: Description("The first revision that is wrong.")] long Revision,
    [property: Description("missing, changed, unexpected or replaced.")] string Reason,
    string Detail)
{
    public static AuditBreakModel From(AuditBreak found)
    {
        var (reason, detail) = found.Reason switch
        {
            AuditBreakReason.Missing => ("missing", "There is no entry of this revision."),
            AuditBreakReason.Changed => ("changed", "This entry does not have the hash that follows from it and the one before."),
            AuditBreakReason.Unexpected => ("unexpected", "The organization never had an entry of this revision."),
            _ => ("replaced", "The entries fit together, but their newest hash is not the one that the organization committed."),
        };
        return new(found.Revision, reason, detail);
    }
}
