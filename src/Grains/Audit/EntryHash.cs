using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AuthServe.GrainInterfaces.Audit;

namespace AuthServe.Grains.Audit;

/// <summary>
/// Chains the entries of a log: SHA-256 of the hash before it and of the entry in canonical form, which <c>docs/audit.md</c> defines. The
/// hash before the first is that of the organization's id, so that no entry fits into another organization's log.
/// </summary>
internal static class EntryHash
{
    // As JSON in an answer has it.
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz";

    /// <summary>What the first entry of a chain follows.</summary>
    public static string Before(Guid organization) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(organization.ToString("D"))));

    /// <summary>The hash of an entry that follows the one with hash <paramref name="previous"/>; its own is not part of it.</summary>
    public static string Of(string previous, AuditEntry entry)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha256.AppendData(Convert.FromHexString(previous));
        sha256.AppendData(Encoding.UTF8.GetBytes(Canonical(entry)));
        return Convert.ToHexStringLower(sha256.GetHashAndReset());
    }

    // The members in the order of their names.
    private static string Canonical(AuditEntry entry) => new StringBuilder()
        .Append("{\"actor\":").AppendString(entry.Actor?.ToString())
        .Append(",\"after\":").AppendJson(entry.After)
        .Append(",\"before\":").AppendJson(entry.Before)
        .Append(",\"command\":").AppendString(entry.Command)
        .Append(",\"request_id\":").AppendString(entry.RequestId)
        .Append(CultureInfo.InvariantCulture, $",\"revision\":{entry.Revision}")
        .Append(",\"target\":").AppendString(entry.Target)
        .Append(",\"time\":").AppendString(entry.Time.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture))
        .Append('}')
        .ToString();
}
