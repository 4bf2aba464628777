using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.Idempotency;

namespace AuthServe.GrainInterfaces.Invitations;

/// <summary>Asks to accept an invitation, with a new account or with the one of somebody who is signed in. Prints no secret.</summary>
/// <param name="token">The token of the link.</param>
/// <param name="user">Who is signed in; null for a new account.</param>
/// <param name="account">The new account; null for somebody who is signed in.</param>
[GenerateSerializer, Immutable, Alias("authserve.AcceptInvitation")]
public sealed class AcceptInvitation(string token, UserId? user, InvitedAccount? account)
{
    /// <summary>The token of the link.</summary>
    [Id(0)]
    public string Token { get; } = token;

    /// <summary>Who is signed in; null for a new account.</summary>
    [Id(1)]
    public UserId? User { get; } = user;

    /// <summary>The new account; null for somebody who is signed in.</summary>
    [Id(2)]
    public InvitedAccount? Account { get; } = account;

    /// <summary>The request it is made for, when it must not be made twice.</summary>
    [Id(3)]
    public RequestKey? Key { get; init; }

    /// <summary>As an <see cref="Actor"/> has it.</summary>
    [Id(4)]
    public string? RequestId { get; init; }
}

/// <summary>A new account of somebody invited. Its address is the invitation's.</summary>
/// <param name="Username">Normalised.</param>
/// <param name="DisplayName">Shown to people; null for none.</param>
/// <param name="Password">As typed.</param>
[GenerateSerializer, Immutable, Alias("authserve.InvitedAccount")]
public sealed record InvitedAccount(
    [property: Id(0)] string Username, [property: Id(1)] string? DisplayName, [property: Id(2)] Password Password);

/// <summary>Who has joined what.</summary>
[GenerateSerializer, Immutable, Alias("authserve.Joined")]
public sealed record Joined([property: Id(0)] UserId User, [property: Id(1)] OrganizationId Organization);

/// <summary>What the holder of a link is told before they accept.</summary>
/// <param name="Organization">What it is called.</param>
/// <param name="Role">The role they will have: a slug.</param>
/// <param name="Email">The address that was invited.</param>
/// <param name="InvitedBy">What people call the one who invites.</param>
/// <param name="ExpiresAt">Until when it can be accepted.</param>
[GenerateSerializer, Immutable, Alias("authserve.InvitationPreview")]
public sealed record InvitationPreview(
    [property: Id(0)] string Organization,
    [property: Id(1)] string Role,
    [property: Id(2)] string Email,
    [property: Id(3)] string InvitedBy,
    [property: Id(4)] DateTimeOffset ExpiresAt);
