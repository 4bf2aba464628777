using System.Collections.Immutable;
using System.Data.Common;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Users;
using Dapper;

namespace AuthServe.Grains.Projections;

/// <summary>
/// Reads pages of the directory of members. Without a search they come by user name, and in a search by the least of their texts that begins
/// with what is searched. So each text, in each status asked for, is one range of one index, read for no longer than it takes to fill a page.
/// </summary>
internal static class DirectoryQuery
{
    /// <summary>One page.</summary>
    /// <param name="connection">To the database with the projections.</param>
    /// <param name="organization">Whose members.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="after">The last one before the page; null for the first page.</param>
    /// <param name="limit">The most members on the page.</param>
    public static async Task<Page<Member>> RunAsync(
        DbConnection connection, Guid organization, MemberFilter filter, MemberPosition? after, int limit)
    {
        var prefix = SearchKey.Of(filter.Query) ?? "";
        var from = after is not null && SearchKey.Compare(after.Text, prefix) >= 0 ? after : new MemberPosition(prefix, Guid.Empty);
        var until = SearchKey.Successor(prefix);
        var ranges = new DirectoryRanges(filter, until is not null);
        var parameters = new { organization, filter.Role, prefix, until, text = from.Text, user = from.User, count = limit + 1 };

        var (places, isWhole) = Cut(await ReadPlacesAsync(connection, ranges.Statement(skipsRepeats: false), parameters), limit + 1);
        if (!isWhole) (places, _) = Cut(await ReadPlacesAsync(connection, ranges.Statement(skipsRepeats: true), parameters), limit + 1);

        var next = places.Count > limit ? new MemberPosition(places[limit - 1].Text, places[limit - 1].User).ToString() : null;
        return new([.. places.Take(limit).Select(place => place.Member).OfType<Member>()], next);
    }

    /// <summary>
    /// The first places in which a member is met for the first time. Not whole when a range was read to its limit before there were enough:
    /// nearly all of it were members met before, which cannot be on a first page.
    /// </summary>
    private static (List<Place> Places, bool IsWhole) Cut(List<Place> found, int count)
    {
        var places = new List<Place>();
        foreach (var place in found)
        {
            if (!place.IsRepeat) places.Add(place);
            if (places.Count == count) return (places, true);
            if (place.InRange == count) return (places, false);
        }

        return (places, true);
    }

    private static async Task<List<Place>> ReadPlacesAsync(DbConnection connection, string sql, object parameters)
    {
        await using var reader = (DbDataReader)await connection.ExecuteReaderAsync(sql, parameters);
        var places = new List<Place>();
        var read = new int[DirectoryRanges.Most];
        while (await reader.ReadAsync())
        {
            var range = reader.GetInt32(2);
            places.Add(new(reader.GetFieldValue<Guid>(0), reader.GetString(1), reader.GetInt32(3) != 0, ++read[range], ReadMember(reader)));
        }

        return places;
    }

    private static Member? ReadMember(DbDataReader reader) => reader.IsDBNull(8)
        ? null
        : new(
            new(reader.GetFieldValue<Guid>(0)), reader.GetString(4), reader.GetString(5), reader.IsDBNull(6) ? null : reader.GetString(6),
            reader.GetBoolean(7), Roles(reader, 9), reader.GetFieldValue<DateTimeOffset>(8));

    private static ImmutableArray<string> Roles(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? [] : [.. reader.GetString(column).Split(' ').Order(StringComparer.Ordinal)];

    /// <summary>Where a member stands in the order of a range.</summary>
    /// <param name="User">The member.</param>
    /// <param name="Text">What the range is ordered by.</param>
    /// <param name="IsRepeat">Whether another text of the member is searched for, too, and comes before this one.</param>
    /// <param name="InRange">How many of the range have been read with this one.</param>
    /// <param name="Member">The member; null in a place that repeats.</param>
    private readonly record struct Place(Guid User, string Text, bool IsRepeat, int InRange, Member? Member);
}
