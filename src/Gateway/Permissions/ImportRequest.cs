using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Problems;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.Permissions;

namespace AuthServe.Gateway.Permissions;

/// <summary>A manifest: the permissions of an organization's own, and its roles.</summary>
internal sealed record ImportRequest
{
    [Required, Description("Services by name, in each its resources by name, in each its actions by name. What is not here leaves the catalogue.")]
    public Dictionary<string, Dictionary<string, Dictionary<string, ImportActionRequest?>?>?>? Services { get; init; }

    [Required, Description("Roles by name. A custom role that is not here is deleted; a system role that is not here stays as it is.")]
    public Dictionary<string, ImportRoleRequest?>? Roles { get; init; }

    /// <summary>The manifest this is, or what is wrong with it.</summary>
    public bool TryRead([NotNullWhen(true)] out Manifest? manifest, [NotNullWhen(false)] out Problem? problem)
    {
        var fields = new Fields();
        var permissions = new ManifestReader(fields).Permissions(fields.Required("services", Services) ?? []);
        var known = permissions.Select(permission => permission.Slug).ToHashSet(StringComparer.Ordinal);
        var roles = new ManifestReader(fields).Roles(fields.Required("roles", Roles) ?? [], known);
        manifest = new([.. permissions], [.. roles]);
        return fields.AreValid(out problem);
    }
}

/// <summary>A permission of a manifest.</summary>
internal sealed record ImportActionRequest
{
    [Description("Shown to people; none unless it is given.")]
    public string? Description { get; init; }
}

/// <summary>A role of a manifest.</summary>
internal sealed record ImportRoleRequest
{
    [Description("Shown to people; the name unless it is given, and for a system role what it has.")]
    public string? DisplayName { get; init; }

    [Required, Description("Permissions of this manifest and system permissions. A system role keeps the system permissions it carries, listed or not.")]
    public string?[]? Permissions { get; init; }
}
