using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Problems;
using AuthServe.GrainInterfaces.Roles;
using AuthServe.Permissions;

namespace AuthServe.Gateway.Roles;

/// <summary>A role of the organization.</summary>
internal sealed record RoleModel(
    [property: Description("Names the role in the organization.")] string Name,
    [property: Description("Shown to people.")] string DisplayName,
    [property: Description("System roles cannot be deleted.")] bool System,
    [property: Description("Permissions, sorted.")] ImmutableArray<string> Permissions,
    DateTimeOffset CreatedAt)
{
    public static RoleModel From(Role role) => new(role.Name, role.DisplayName, role.IsSystem, role.Permissions, role.CreatedAt);
}

/// <summary>Asks for a new role.</summary>
internal sealed record CreateRoleRequest
{
    [Required, Description("Names the role in the organization: " + Slug.Allowed + ".")]
    public string? Name { get; init; }

    [Description("Shown to people; the name unless it is given.")]
    public string? DisplayName { get; init; }

    [Description("Permissions of the catalogue.")]
    public string?[]? Permissions { get; init; }

    /// <summary>The command this asks for, or what is wrong with it.</summary>
    public bool TryRead([NotNullWhen(true)] out CreateRole? command, [NotNullWhen(false)] out Problem? problem)
    {
        var fields = new Fields();
        command = new CreateRole(
            fields.SlugOf("name", Name),
            fields.OptionalText("display_name", DisplayName, TextLimits.DisplayName),
            fields.Permissions("permissions", Permissions ?? []));
        return fields.AreValid(out problem);
    }
}

/// <summary>Asks to change a role; what is not given stays.</summary>
internal sealed record UpdateRoleRequest
{
    [Description("Shown to people.")]
    public string? DisplayName { get; init; }

    [Description("Permissions of the catalogue; they replace those of the role.")]
    public string?[]? Permissions { get; init; }

    /// <summary>The command this asks for, or what is wrong with it.</summary>
    public bool TryRead([NotNullWhen(true)] out UpdateRole? command, [NotNullWhen(false)] out Problem? problem)
    {
        var fields = new Fields();
        command = new UpdateRole(
            fields.OptionalText("display_name", DisplayName, TextLimits.DisplayName),
            Permissions is null ? null : fields.Permissions("permissions", Permissions));
        return fields.AreValid(out problem);
    }
}
