using System.Data.Common;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Projections;
using AuthServe.Grains.Users;
using CsCheck;

namespace AuthServe.Postgres.Tests.Projections;

/// <summary>A random member, of few and look-alike texts so that one search finds several of them, and many members.</summary>
internal sealed record RandomMember(Guid User, string Username, string Email, string? DisplayName, bool IsActive, string[] Roles)
{
    public static readonly string[] RoleNames = ["a", "ab", "b"];

    // At the ends of what UTF-8 writes in one, two, three and four bytes, where UTF-16 has another order, and what folding changes.
    private static readonly string[] Characters =
        ["a", "b", "A", "ä", "a\u0308", " ", "%", "_", "\\", "\u007F", "\u0080", "\u07FF", "\u0800", "\uD7FF", "\uE000", "\uFB01", "\uFFFD", "\U00010000", "\U0001D49C", "\U0010FFFF"];

    private static readonly Gen<string> Text = Gen.OneOf(Characters).Array[1, 4].Select(string.Concat);

    private static readonly Gen<string> Name = Gen.OneOf("a", "b", "ab", "ba").Array[1, 3].Select(string.Concat);

    public static readonly Gen<RandomMember> Any = Gen.Select(
        Gen.Guid, Name, Name, Gen.Null(Gen.OneOf(Text, Name), 0.2), Gen.Bool, Gen.Shuffle(RoleNames, 0, 3),
        (user, name, email, display, isActive, roles) => new RandomMember(user, name, email + "@a", display, isActive, roles));

    public static readonly Gen<MemberFilter> Filter = Gen.Select(
        Gen.Null(Gen.OneOf(Text, Name), 0.3), Gen.Null(Gen.OneOf(RoleNames), 0.5), Gen.Nullable(Gen.Bool, 0.5),
        (query, role, isActive) => new MemberFilter(query, role, isActive));

    /// <summary>Where the member comes in the answer to a search; null when they are not in it.</summary>
    public string? PlaceIn(MemberFilter filter)
    {
        if (filter.IsActive is { } isActive && isActive != IsActive) return null;
        if (filter.Role is { } role && !Roles.Contains(role)) return null;
        if (filter.Query is null) return Username;
        return new[] { Username, Email, SearchKey.Of(DisplayName) }
            .OfType<string>()
            .Where(text => text.StartsWith(SearchKey.Of(filter.Query), StringComparison.Ordinal))
            .Order(Comparer<string>.Create(SearchKey.Compare))
            .FirstOrDefault();
    }

    /// <summary>Writes the member as the organization does.</summary>
    public Task WriteAsync(DbConnection connection, Guid organization) => MemberDirectory.WriteAsync(connection, organization, new()
    {
        User = User,
        Profile = new() { Username = Username, PrimaryEmail = Email, DisplayName = DisplayName },
        Membership = new()
        {
            IsActive = IsActive,
            JoinedAt = DateTimeOffset.UnixEpoch,
            Assignments = [.. Roles.Select(role => new AssignmentState { Role = role, Incarnation = 1 })],
        },
    });

    /// <summary>Removes the member as the organization does.</summary>
    public Task RemoveAsync(DbConnection connection, Guid organization) =>
        MemberDirectory.WriteAsync(connection, organization, new() { User = User });
}
