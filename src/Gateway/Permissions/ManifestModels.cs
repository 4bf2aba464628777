using System.Collections.Immutable;
using System.ComponentModel;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.Permissions;

namespace AuthServe.Gateway.Permissions;

/// <summary>A manifest, as an import takes it.</summary>
internal sealed record ManifestModel(
    [property: Description("Services by name, in each its resources by name, in each its actions by name.")]
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, ManifestActionModel>>> Services,
    [property: Description("Roles by name, the system roles among them.")] ImmutableSortedDictionary<string, ManifestRoleModel> Roles)
{
    public static ManifestModel From(Manifest manifest)
    {
        var names = manifest.Permissions.Select(permission => (Name: PermissionName.Parse(permission.Slug), permission.Description));
        return new(
            ByName(names, item => item.Name.Service, service =>
                ByName(service, item => item.Name.Resource, resource =>
                    ByName(resource, item => item.Name.Action, action => new ManifestActionModel(action.Single().Description)))),
            ByName(manifest.Roles, role => role.Name, role => ManifestRoleModel.From(role.Single())));
    }

    private static ImmutableSortedDictionary<string, TValue> ByName<T, TValue>(
        IEnumerable<T> items, Func<T, string> name, Func<IEnumerable<T>, TValue> value) =>
        items.GroupBy(name, StringComparer.Ordinal).ToImmutableSortedDictionary(same => same.Key, same => value(same), StringComparer.Ordinal);
}

/// <summary>A permission of a manifest.</summary>
internal sealed record ManifestActionModel(string? Description);

/// <summary>A role of a manifest.</summary>
internal sealed record ManifestRoleModel(string? DisplayName, [property: Description("Permissions, sorted.")] ImmutableArray<string> Permissions)
{
    public static ManifestRoleModel From(ManifestRole role) => new(role.DisplayName, role.Permissions);
}
