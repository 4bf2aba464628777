using System.Collections.Immutable;

namespace AuthServe.Grains.Projections;

/// <summary>
/// The ranges of indexes in which a page of members is found, as SQL that SQLite and PostgreSQL share. Parameters: organization, Role,
/// prefix, until (what no text with the prefix reaches), text and user (where to begin), count (how many of each range).
/// </summary>
/// <param name="filter">What is searched.</param>
/// <param name="hasEnd">Whether there is an <c>until</c>.</param>
internal sealed class DirectoryRanges(GrainInterfaces.Users.MemberFilter filter, bool hasEnd)
{
    /// <summary>The most ranges a statement has: every text in both statuses.</summary>
    public const int Most = 6;

    private static readonly ImmutableArray<string> Texts = ["username", "primary_email", "display_key"];

    private int Searched => filter.Query is null ? 1 : Texts.Length;

    /// <summary>
    /// Reads places in order: user, text, number of the range, whether another text of the same member comes before; then, of all others, the
    /// member. It is one statement, so that all of it is of one moment: a member who has just ceased to match, in whose stead
    /// another does, would otherwise be found by the one and missed by the other.
    /// </summary>
    /// <param name="skipsRepeats">Whether to leave those out, and so to read on for as long as there are some.</param>
    public string Statement(bool skipsRepeats)
    {
        bool[] statuses = filter.IsActive is { } isActive ? [isActive] : [true, false];
        var ranges = Enumerable.Range(0, Searched)
            .SelectMany(text => statuses.Select(isActive => (Text: text, IsActive: isActive)))
            .Select((range, number) => Range(range.Text, range.IsActive, number, skipsRepeats));
        return
            $"""
            SELECT p.user_id, p.text, p.number, p.is_repeat, p.username, p.primary_email, {OfMember("display_name")}, p.is_active, {OfMember("joined_at")},
                CASE WHEN p.is_repeat = 0 THEN (SELECT string_agg(r.role, ' ') FROM directory_member_roles r
                    WHERE r.organization_id = @organization AND r.user_id = p.user_id) END
            FROM ({string.Join("\nUNION ALL\n", ranges)}) AS p
            ORDER BY p.text, p.user_id
            """;
    }

    private string Range(int text, bool isActive, int number, bool skipsRepeats)
    {
        var name = Texts[text];
        var (table, role) = filter.Role is null ? ("directory_members", "") : ("directory_member_roles", " AND role = @Role");
        var end = filter.Query is not null && hasEnd ? $" AND {name} < @until" : "";
        var repeats = IsRepeat(text);
        return
            $"""
            SELECT * FROM (
                SELECT user_id, {name} AS text, {number} AS number, CASE WHEN {repeats} THEN 1 ELSE 0 END AS is_repeat,
                    username, primary_email, is_active
                FROM {table}
                WHERE organization_id = @organization{role} AND is_active = {(isActive ? "TRUE" : "FALSE")}
                    AND ({name}, user_id) > (@text, @user){end}{(skipsRepeats ? $" AND ({repeats}) IS NOT TRUE" : "")}
                ORDER BY {name}, user_id LIMIT @count) AS range{number}
            """;
    }

    // A look-up of its own, and no join: which could begin with all members.
    private static string OfMember(string column) =>
        $"CASE WHEN p.is_repeat = 0 THEN (SELECT m.{column} FROM directory_members m WHERE m.organization_id = @organization AND m.user_id = p.user_id) END";

    // Whoever is searched for by several texts is found by the least of them, and of equal ones by the first.
    private string IsRepeat(int text)
    {
        var others = Enumerable.Range(0, Searched).Where(other => other != text).Select(other =>
            $"({Texts[other]} >= @prefix{(hasEnd ? $" AND {Texts[other]} < @until" : "")} AND {Texts[other]} {(other < text ? "<=" : "<")} {Texts[text]})");
        return string.Join(" OR ", others.DefaultIfEmpty("1 = 0"));
    }
}
