using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.Idempotency;
using AuthServe.GrainInterfaces.Invitations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.GrainInterfaces.SignIns;
using AuthServe.GrainInterfaces.Users;
using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.Accounts;

/// <summary>
/// Sign-up, sign-in and adding of accounts: the operations that span names, credentials, an organization and a user. Stateless: any
/// silo answers, and calls wait for nothing but what they need. Key: 0.
/// </summary>
[Alias("authserve.IAccountsGrain")]
public interface IAccountsGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Creates an organization with its system roles and its first user as owner: all of it or nothing, whatever crashes.
    /// Faults: <c>user.username_taken</c>, <c>user.email_taken</c>, <c>user.password_weak</c>, <c>sign_in.busy</c>.
    /// </summary>
    [AlwaysInterleave, Alias("SignUp")]
    Task<Outcome<SignedUp>> SignUpAsync(SignUp command, CancellationToken cancellationToken = default);

    /// <summary>
    /// Proves who somebody is and says what they may do. Faults: those of <see cref="ICredentialsGrain.VerifyAsync"/>, which are the same
    /// for unknown users; <c>organization.not_member</c> (the one asked for); <c>scope.not_granted</c> (nothing asked for is held).
    /// </summary>
    [AlwaysInterleave, Alias("SignIn")]
    Task<Outcome<SignedIn>> SignInAsync(SignIn command, CancellationToken cancellationToken = default);

    /// <summary>
    /// What somebody who is signed in already may do in another of their organizations. Faults: <c>session.ended</c>,
    /// <c>organization.not_member</c>, <c>scope.not_granted</c>.
    /// </summary>
    [AlwaysInterleave, Alias("SwitchOrganization")]
    Task<Outcome<SignedIn>> SwitchOrganizationAsync(SwitchOrganization command, CancellationToken cancellationToken = default);

    /// <summary>
    /// Replaces the password of somebody who knows it, and ends all their sessions but the one given. Faults: those of
    /// <see cref="ICredentialsGrain.ChangePasswordAsync"/>, <c>user.password_weak</c>.
    /// </summary>
    [AlwaysInterleave, Alias("ChangePassword")]
    Task<Outcome<Receipt>> ChangePasswordAsync(ChangePassword command, CancellationToken cancellationToken = default);

    /// <summary>
    /// What an invitation is to, for the holder of its link. Faults: <c>invitation.not_found</c>, <c>invitation.used</c>,
    /// <c>invitation.expired</c>.
    /// </summary>
    [AlwaysInterleave, Alias("FindInvitation")]
    Task<Outcome<InvitationPreview>> FindInvitationAsync(string token, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes the holder of an invitation's link a member, once. Faults: those of <see cref="FindInvitationAsync"/>; <c>invitation.void</c> when
    /// the inviter may not grant the role any more; <c>user.already_member</c>; for a new account, those of <see cref="SignUpAsync"/>.
    /// </summary>
    [AlwaysInterleave, Alias("AcceptInvitation")]
    Task<Outcome<Receipt<Joined>>> AcceptInvitationAsync(AcceptInvitation command, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes how an account is known; when it returns, every organization of the user shows it. Fault: <c>organization.not_member</c> when
    /// there is no such account.
    /// </summary>
    [AlwaysInterleave, Alias("UpdateProfile")]
    Task<Outcome<Receipt>> UpdateProfileAsync(UpdateProfile command, CancellationToken cancellationToken = default);

    /// <summary>
    /// Creates an account as a member of an existing organization; without a password, it is sent a link that sets one. Faults: those of <see cref="SignUpAsync"/> and of
    /// <see cref="IOrganizationMembers.AddAsync"/>.
    /// </summary>
    [AlwaysInterleave, Alias("AddUser")]
    Task<Outcome<Receipt<Member>>> AddUserAsync(OrganizationId organization, Actor actor, AddUser command, CancellationToken cancellationToken = default);
}

/// <summary>A new account. Names are normalised (<c>LoginName</c>). Only one that is added by somebody else may have no password yet.</summary>
[GenerateSerializer, Immutable, Alias("authserve.NewAccount")]
public sealed record NewAccount(
    [property: Id(0)] string Username,
    [property: Id(1)] string PrimaryEmail,
    [property: Id(2)] string? DisplayName,
    [property: Id(3)] Password? Password);

/// <summary>Asks for a new organization and its owner.</summary>
/// <param name="Account">The owner's.</param>
/// <param name="Organization">What it says of itself.</param>
/// <param name="RequestId">As an <see cref="Actor"/> has it, whom there is none of yet.</param>
/// <param name="Key">As an <see cref="Actor"/> has it, too.</param>
[GenerateSerializer, Immutable, Alias("authserve.SignUp")]
public sealed record SignUp(
    [property: Id(0)] NewAccount Account,
    [property: Id(1)] Organizations.OrganizationProfile Organization,
    [property: Id(2)] string? RequestId = null,
    [property: Id(3)] RequestKey? Key = null);

/// <summary>What a sign-up made.</summary>
[GenerateSerializer, Immutable, Alias("authserve.SignedUp")]
public sealed record SignedUp([property: Id(0)] UserId User, [property: Id(1)] OrganizationId Organization);

/// <summary>Asks to sign in.</summary>
/// <param name="Login">User name or e-mail address, as typed.</param>
/// <param name="Password">As typed.</param>
/// <param name="Organization">Which membership to act in; null for the one last used, or else the first.</param>
/// <param name="Scope">The permissions asked for; null for all that are held.</param>
/// <param name="Place">Where, for the list of the user's sign-ins.</param>
[GenerateSerializer, Immutable, Alias("authserve.SignIn")]
public sealed record SignIn(
    [property: Id(0)] string Login,
    [property: Id(1)] Password Password,
    [property: Id(2)] OrganizationId? Organization,
    [property: Id(3)] ImmutableArray<string>? Scope,
    [property: Id(4)] SignInPlace? Place = null);

/// <summary>Who signed in, and for what.</summary>
/// <param name="User">The account.</param>
/// <param name="Organization">The membership acted in.</param>
/// <param name="Scope">Granted permissions, sorted: held by the user now and, when some were asked for, among those.</param>
/// <param name="PasswordGeneration">The generation of the password that was given.</param>
/// <param name="AuthenticatedAt">When it was given.</param>
[GenerateSerializer, Immutable, Alias("authserve.SignedIn")]
public sealed record SignedIn(
    [property: Id(0)] UserId User,
    [property: Id(1)] OrganizationId Organization,
    [property: Id(2)] ImmutableArray<string> Scope,
    [property: Id(3)] long PasswordGeneration,
    [property: Id(4)] DateTimeOffset AuthenticatedAt);

/// <summary>Asks to act in another organization, without the password.</summary>
/// <param name="User">Who is signed in.</param>
/// <param name="Session">The session they are signed in by.</param>
/// <param name="Organization">Which membership to act in.</param>
/// <param name="Scope">The permissions asked for; null for all that are held.</param>
[GenerateSerializer, Immutable, Alias("authserve.SwitchOrganization")]
public sealed record SwitchOrganization(
    [property: Id(0)] UserId User,
    [property: Id(1)] SessionId Session,
    [property: Id(2)] OrganizationId Organization,
    [property: Id(3)] ImmutableArray<string>? Scope);

/// <summary>Asks to replace a password.</summary>
/// <param name="User">Whose.</param>
/// <param name="Current">The password now, as typed.</param>
/// <param name="Next">The password to be.</param>
/// <param name="Kept">The session that goes on; null for none.</param>
/// <param name="Place">Where, for the list of the user's sign-ins: a wrong password is one that failed.</param>
[GenerateSerializer, Immutable, Alias("authserve.ChangePassword")]
public sealed record ChangePassword(
    [property: Id(0)] UserId User,
    [property: Id(1)] Password Current,
    [property: Id(2)] Password Next,
    [property: Id(3)] SessionId? Kept,
    [property: Id(4)] SignInPlace? Place = null);

/// <summary>Asks to change how an account is known.</summary>
/// <param name="User">Whose.</param>
/// <param name="DisplayName">Shown to people; null for none.</param>
/// <param name="RequestId">As an <see cref="Actor"/> has it.</param>
[GenerateSerializer, Immutable, Alias("authserve.UpdateProfile")]
public sealed record UpdateProfile(
    [property: Id(0)] UserId User, [property: Id(1)] string? DisplayName, [property: Id(2)] string? RequestId = null);

/// <summary>Asks to add an account to an organization.</summary>
[GenerateSerializer, Immutable, Alias("authserve.AddUser")]
public sealed record AddUser([property: Id(0)] NewAccount Account, [property: Id(1)] ImmutableArray<string> Roles);
