using System.Collections.Immutable;
using AuthServe.Gateway.Input;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.Permissions;

namespace AuthServe.Gateway.Permissions;

/// <summary>Reads the members of a manifest, and notes what is wrong with the first of them.</summary>
internal sealed class ManifestReader(Fields fields)
{
    // A manifest may be wrong in thousands of places for one reason.
    private const int MostMistakes = 20;
    private const int LongestQuote = 80;

    private static readonly HashSet<string> System =
        SystemPermissions.All.Select(permission => permission.Name.Value).ToHashSet(StringComparer.Ordinal);

    public List<ManifestPermission> Permissions(Dictionary<string, Dictionary<string, Dictionary<string, ImportActionRequest?>?>?> services)
    {
        var permissions = new List<ManifestPermission>();
        foreach (var (service, resources) in Named("services", "service", services))
        {
            var member = $"services.{service}";
            if (service == SystemPermissions.Service)
            {
                fields.Refuse(member, "The service 'auth' is reserved for system permissions, which every organization has.");
                continue;
            }

            foreach (var (resource, actions) in Named(member, "resource", resources))
            {
                foreach (var (action, details) in Named($"{member}.{resource}", "action", actions))
                {
                    var description = fields.OptionalText($"{member}.{resource}.{action}.description", details?.Description, TextLimits.Description);
                    permissions.Add(new($"{service}.{resource}.{action}", description));
                }
            }
        }

        return permissions;
    }

    public List<ManifestRole> Roles(Dictionary<string, ImportRoleRequest?> roles, HashSet<string> known)
    {
        var read = new List<ManifestRole>();
        foreach (var (name, role) in Named("roles", "role", roles))
        {
            var displayName = fields.OptionalText($"roles.{name}.display_name", role?.DisplayName, TextLimits.DisplayName);
            read.Add(new(name, displayName, Granted($"roles.{name}.permissions", role?.Permissions, known)));
        }

        return read;
    }

    private ImmutableArray<string> Granted(string member, string?[]? permissions, HashSet<string> known)
    {
        var granted = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var permission in fields.Required(member, permissions) ?? [])
        {
            if (fields.Count >= MostMistakes) break;
            if (MistakeOf(permission, granted, known) is { } mistake) fields.Refuse($"{member}[{at}]", mistake);
            at++;
        }

        return [.. granted];
    }

    private static string? MistakeOf(string? permission, HashSet<string> granted, HashSet<string> known)
    {
        if (!PermissionName.TryParse(permission, out var name)) return $"It must be {PermissionName.Allowed}.";
        if (!known.Contains(name.Value) && !System.Contains(name.Value)) return "It must be a permission of this manifest, or a system permission.";
        return granted.Add(name.Value) ? null : "It must be given once.";
    }

    private IEnumerable<KeyValuePair<string, T>> Named<T>(string member, string kind, Dictionary<string, T?>? values)
        where T : class
    {
        foreach (var (name, value) in values ?? [])
        {
            if (fields.Count >= MostMistakes) yield break;
            if (!Slug.IsValid(name)) fields.Refuse(member, $"'{Shortened(name)}' names no {kind}: it must be {Slug.Allowed}.");
            else if (fields.Required($"{member}.{name}", value) is { } given) yield return KeyValuePair.Create(name, given);
        }
    }

    private static string Shortened(string name) => name.Length <= LongestQuote ? name : name[..LongestQuote] + "...";
}
