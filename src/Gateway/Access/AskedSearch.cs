using System.Security.Cryptography;
using System.Text;
using AuthServe.GrainInterfaces.Accounts;

namespace AuthServe.Gateway.Access;

/// <summary>A search as it came.</summary>
/// <param name="Kind">What is searched for.</param>
/// <param name="Subject">Who; the type alone where that is searched for.</param>
/// <param name="Action">The name of what is done; empty where that is searched for.</param>
/// <param name="Resource">To what; the type alone where that is searched for.</param>
/// <param name="Token">The page that is asked for; null for the first.</param>
/// <param name="Limit">The most results on a page; null when it was not said.</param>
/// <param name="MinRevision">The revision that the answer must not be older than; 0 when it was not said.</param>
/// <param name="Flaw">What is wrong with it; null for nothing.</param>
internal sealed record AskedSearch(
    SearchKind Kind, Entity Subject, string Action, Entity Resource, string? Token, int? Limit, long MinRevision, string? Flaw = null)
{
    private const int FingerprintLength = 16;

    /// <summary>A request that says nothing that can be answered.</summary>
    public static AskedSearch Flawed(SearchKind kind, string flaw) => new(kind, default, "", default, null, null, 0, flaw);

    /// <summary>What tells this search from every other, in any organization: a page token is good for one search.</summary>
    public byte[] Fingerprint(OrganizationId organization)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in (string[])[$"{Kind}", $"{organization}", Subject.Type, Subject.Id, Action, Resource.Type, Resource.Id])
        {
            hash.AppendData(BitConverter.GetBytes(part.Length));
            hash.AppendData(Encoding.UTF8.GetBytes(part));
        }

        return hash.GetHashAndReset()[..FingerprintLength];
    }
}
