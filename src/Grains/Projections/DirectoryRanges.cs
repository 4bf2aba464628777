using System.Collections.Immutable;

namespace AuthServe.Grains.Projections;

/// <summary>
/// The ranges of indexes in which a page of members is found, as SQL that SQLite and PostgreSQL share. Parameters: organization, Role,
/// prefix, until (what no text with the prefix reaches), text and user (where to begin), count (how many of each range), limit (the most
/// members on the page).
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
    /// Reads places in order: user, text, number of the range, whether another text of the same member comes before; then, of those on the page
    /// alone, the member. It is one statement, so that all of it is of one moment: a member who has just ceased to match, in whose stead
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
            WITH places AS ({string.Join("\nUNION ALL\n", ranges)}),
            page AS (SELECT user_id FROM places WHERE is_repeat = 0 ORDER BY text, user_id LIMIT @limit)
            SELECT p.user_id, p.text, p.number, p.is_repeat,
                m.username, m.primary_email, m.display_name, m.is_active, m.joined_at,
                (SELECT string_agg(r.role, ' ') FROM directory_member_roles r
                    WHERE r.organization_id = m.organization_id AND r.user_id = m.user_id)
            FROM places p
            LEFT JOIN directory_members m
                ON p.is_repeat = 0 AND p.user_id IN (SELECT user_id FROM page) AND m.organization_id = @organization AND m.user_id = p.user_id
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
                SELECT user_id, {name} AS text, {number} AS number, CASE WHEN {repeats} THEN 1 ELSE 0 END AS is_repeat FROM {table}
                WHERE organization_id = @organization{role} AND is_active = {(isActive ? "TRUE" : "FALSE")}
                    AND ({name}, user_id) > (@text, @user){end}{(skipsRepeats ? $" AND ({repeats}) IS NOT TRUE" : "")}
                ORDER BY {name}, user_id LIMIT @count) AS range{number}
            """;
    }

    // Whoever is searched for by several texts is found by the least of them, and of equal ones by the first.
    private string IsRepeat(int text)
    {
        var others = Enumerable.Range(0, Searched).Where(other => other != text).Select(other =>
            $"({Texts[other]} >= @prefix{(hasEnd ? $" AND {Texts[other]} < @until" : "")} AND {Texts[other]} {(other < text ? "<=" : "<")} {Texts[text]})");
        return string.Join(" OR ", others.DefaultIfEmpty("1 = 0"));
    }
}
