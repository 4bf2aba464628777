using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.Permissions;
using Microsoft.AspNetCore.Mvc;

namespace AuthServe.Gateway.Permissions;

/// <summary>How to import.</summary>
internal sealed record ImportQuery
{
    private static readonly PermissionName DeletePermissions = PermissionName.Parse("auth.permission.delete");
    private static readonly PermissionName DeleteRoles = PermissionName.Parse("auth.role.delete");

    [FromQuery(Name = "dry_run"), Description("true answers what would change, and changes nothing.")]
    public string? DryRun { get; init; }

    [FromQuery(Name = "revision"), Description("The revision that the organization must be at, such as that of a dry run; else 412.")]
    public string? Revision { get; init; }

    /// <summary>The command this asks for, or what is wrong with it.</summary>
    public bool TryRead(Caller caller, Manifest manifest, [NotNullWhen(true)] out ImportManifest? command, [NotNullWhen(false)] out Problem? problem)
    {
        var fields = new Fields();
        command = new(
            manifest, fields.OptionalFlag("dry_run", DryRun), ReadRevision(fields), caller.HasInScope(DeletePermissions), caller.HasInScope(DeleteRoles));
        return fields.AreValid(out problem);
    }

    private long? ReadRevision(Fields fields)
    {
        if (string.IsNullOrEmpty(Revision)) return null;
        if (!long.TryParse(Revision, NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
            fields.Refuse("revision", "It must be the revision of an organization, such as 17.");
        return revision;
    }
}
