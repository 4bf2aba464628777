using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Problems;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Permissions;

namespace AuthServe.Gateway.Users;

/// <summary>A user as a member of the organization.</summary>
internal sealed record UserModel(
    Guid UserId,
    string Username,
    string PrimaryEmail,
    string? DisplayName,
    [property: Description("active or disabled.")] string Status,
    [property: Description("Names of roles, sorted.")] ImmutableArray<string> Roles,
    DateTimeOffset JoinedAt)
{
    public static UserModel From(Member member) => new(
        member.User.Value,
        member.Username,
        member.PrimaryEmail,
        member.DisplayName,
        MemberStatus.Of(member.IsActive),
        member.Roles,
        member.JoinedAt);
}

/// <summary>Asks to add an account to the organization. No record: those print what they hold, and this holds a password.</summary>
internal sealed class AddUserRequest
{
    [Required, Description($"Signs in with it: {LoginName.UsernameAllowed}. Capitals are folded.")]
    public string? Username { get; init; }

    [Required, Description("Signs in with it, too.")]
    public string? PrimaryEmail { get; init; }

    [Description("Refused when it is too short or easy to guess. Without it, the user is sent a link that sets one.")]
    public string? Password { get; init; }

    [Description("Shown to people.")]
    public string? DisplayName { get; init; }

    [Description("Names of roles; user unless it is given.")]
    public string?[]? Roles { get; init; }

    /// <summary>The command this asks for, or what is wrong with it.</summary>
    public bool TryRead([NotNullWhen(true)] out AddUser? command, [NotNullWhen(false)] out Problem? problem)
    {
        var fields = new Fields();
        var account = new NewAccount(
            fields.Username("username", Username),
            fields.Email("primary_email", PrimaryEmail),
            fields.OptionalText("display_name", DisplayName, TextLimits.DisplayName),
            Password is null ? null : fields.Password("password", Password));
        command = new AddUser(account, fields.Slugs("roles", Roles ?? [SystemRoles.User]));
        return fields.AreValid(out problem);
    }
}

/// <summary>Asks to change a member; what is not given stays.</summary>
internal sealed record UpdateUserRequest
{
    [Description("Shown to people.")]
    public string? DisplayName { get; init; }

    [Description("active or disabled. A disabled member may do nothing in the organization.")]
    public string? Status { get; init; }

    /// <summary>The command this asks for, or what is wrong with it.</summary>
    public bool TryRead([NotNullWhen(true)] out UpdateMember? command, [NotNullWhen(false)] out Problem? problem)
    {
        var fields = new Fields();
        command = new UpdateMember(
            fields.OptionalText("display_name", DisplayName, TextLimits.DisplayName),
            Status is null ? null : fields.Status("status", Status));
        return fields.AreValid(out problem);
    }
}
