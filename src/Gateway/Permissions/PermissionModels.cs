using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Problems;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.Permissions;
using Microsoft.AspNetCore.Mvc;

namespace AuthServe.Gateway.Permissions;

/// <summary>A permission of the catalogue.</summary>
internal sealed record PermissionModel(
    [property: Description("service.resource.action")] string Slug,
    string Service,
    string Resource,
    [property: Description("What it lets one do; all stands for everything on the resource.")] string Action,
    string? Description,
    [property: Description("System permissions cannot be deleted.")] bool System,
    DateTimeOffset CreatedAt)
{
    public static PermissionModel From(Permission permission)
    {
        var name = PermissionName.Parse(permission.Slug);
        return new(
            name.Value, name.Service, name.Resource, name.Action, permission.Description, permission.IsSystem, permission.CreatedAt);
    }
}

/// <summary>Asks for a new permission.</summary>
internal sealed record CreatePermissionRequest
{
    [Required, Description("The logical part of the system it belongs to: " + Slug.Allowed + ".")]
    public string? Service { get; init; }

    [Required, Description("What it is about: " + Slug.Allowed + ".")]
    public string? Resource { get; init; }

    [Required, Description("What it lets one do: " + Slug.Allowed + "; all stands for everything on the resource.")]
    public string? Action { get; init; }

    [Description("Shown to people.")]
    public string? Description { get; init; }

    /// <summary>The slug and the description this asks for, or what is wrong with it.</summary>
    public bool TryRead(out string permission, out string? description, [NotNullWhen(false)] out Problem? problem)
    {
        var fields = new Fields();
        permission = $"{fields.SlugOf("service", Service)}.{fields.SlugOf("resource", Resource)}.{fields.SlugOf("action", Action)}";
        description = fields.OptionalText("description", Description, TextLimits.Description);
        return fields.AreValid(out problem);
    }
}

/// <summary>Which permissions to list.</summary>
internal sealed record PermissionQuery
{
    [FromQuery(Name = "service"), Description("The first part is equal to it.")]
    public string? Service { get; init; }

    [FromQuery(Name = "resource"), Description("The second part is equal to it.")]
    public string? Resource { get; init; }

    [FromQuery(Name = "prefix"), Description("The slug begins with it.")]
    public string? Prefix { get; init; }

    /// <summary>The filter this asks for.</summary>
    public PermissionFilter Read(Fields fields)
    {
        var prefix = string.IsNullOrEmpty(Prefix) ? null : Prefix;
        if (prefix is not null && (prefix.Length > PermissionName.MaxLength || !prefix.All(IsNameCharacter)))
            fields.Refuse("prefix", $"It must be the beginning of a permission: {PermissionName.Allowed}.");
        return new PermissionFilter(fields.OptionalSlug("service", Service), fields.OptionalSlug("resource", Resource), prefix);
    }

    private static bool IsNameCharacter(char character) =>
        char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '_' or '-' or '.';
}
