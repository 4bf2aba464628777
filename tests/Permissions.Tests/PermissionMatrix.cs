using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.Converters;
using YamlDotNet.Serialization.NamingConventions;

namespace AuthServe.Permissions.Tests;

/// <summary>
/// One table of <c>Cases/*.yaml</c>: an organization, and what each of its members may do. Made to be run through every surface that
/// answers checks. The system roles exist in every organization, carry what they are seeded with, and are not listed.
/// </summary>
public sealed record PermissionMatrix
{
    private static readonly string[] SystemRoles = ["owner", "admin", "user"];

    private static readonly IDeserializer Yaml = new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithTypeConverter(new DateTimeOffsetConverter(
            CultureInfo.InvariantCulture, dateStyle: DateTimeStyles.AssumeUniversal, formats: "yyyy-MM-dd'T'HH:mm:ssK"))
        .WithDuplicateKeyChecking()
        .WithEnforceRequiredMembers()
        .Build();

    /// <summary>The file's name without its ending.</summary>
    [YamlIgnore]
    public string Name { get; init; } = "";

    /// <summary>The rule that the table shows.</summary>
    public required string Rule { get; init; }

    /// <summary>Custom roles, and the permissions each carries.</summary>
    public Dictionary<string, string[]> Roles { get; init; } = [];

    /// <summary>Members, and the roles each has in the whole organization.</summary>
    public required Dictionary<string, string[]> Members { get; init; }

    /// <summary>Further assignments, limited to an object or a time; only in <c>Cases/engine-only</c>.</summary>
    public MatrixAssignment[] Assignments { get; init; } = [];

    /// <summary>The questions and their answers.</summary>
    public required MatrixCheck[] Checks { get; init; }

    /// <summary>Every table directly in a directory, by name.</summary>
    public static IReadOnlyList<PermissionMatrix> LoadAll(string directory) =>
    [
        .. from path in Directory.GetFiles(directory, "*.yaml").Order(StringComparer.Ordinal)
           select Parse(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path)),
    ];

    /// <summary>Reads one table.</summary>
    /// <exception cref="YamlException">It is not YAML, or has members that a table has not.</exception>
    /// <exception cref="InvalidDataException">It contradicts itself or leaves something out.</exception>
    public static PermissionMatrix Parse(string name, string yaml)
    {
        var matrix = Yaml.Deserialize<PermissionMatrix>(yaml) with { Name = name };
        var mistakes = matrix.Mistakes().ToList();
        return mistakes.Count == 0 ? matrix : throw new InvalidDataException($"{name}: {string.Join("; ", mistakes)}");
    }

    private IEnumerable<string> Mistakes()
    {
        if (Checks.Length == 0) yield return "no checks";
        foreach (var role in Roles.Keys.Intersect(SystemRoles)) yield return $"the system role {role} is listed";
        foreach (var role in Members.Values.SelectMany(roles => roles).Concat(Assignments.Select(assignment => assignment.Role)))
        {
            if (!Roles.ContainsKey(role) && !SystemRoles.Contains(role)) yield return $"no role {role}";
        }

        foreach (var member in Checks.Select(check => check.Member).Concat(Assignments.Select(assignment => assignment.Member)))
        {
            if (!Members.ContainsKey(member)) yield return $"no member {member}";
        }

        foreach (var check in Checks)
        {
            if (check.Allow != (check.Via.Length > 0)) yield return $"'{check}' is allowed via nothing, or refused via something";
        }
    }
}

/// <summary>An assignment that does not hold everywhere and always.</summary>
public sealed record MatrixAssignment
{
    /// <summary>Who has the role.</summary>
    public required string Member { get; init; }

    /// <summary>Slug.</summary>
    public required string Role { get; init; }

    /// <summary>The incarnation it names; every role of a table has the first.</summary>
    public long Incarnation { get; init; } = 1;

    /// <summary>The object it is limited to, <c>type/id</c>.</summary>
    public string? Resource { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A question and its answer.</summary>
public sealed record MatrixCheck
{
    /// <summary>Who asks.</summary>
    public required string Member { get; init; }

    /// <summary>Permission slug; need not be in any catalogue.</summary>
    public required string Permission { get; init; }

    /// <summary>The object asked about, <c>type/id</c>; null for the organization as a whole.</summary>
    public string? Resource { get; init; }

    /// <summary>When it is asked; only beside assignments that end.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whether it is allowed.</summary>
    public required bool Allow { get; init; }

    /// <summary>The roles it is allowed by, sorted; none when refused.</summary>
    public string[] Via { get; init; } = [];

    /// <summary>The question, for the name of a test.</summary>
    public override string ToString()
    {
        var on = Resource is null ? "" : $" on {Resource}";
        var at = At == default ? "" : $" at {At:u}";
        return $"{Member}: {Permission}{on}{at}";
    }
}
