namespace AuthServe.Gateway.Pages;

/// <summary>Asks somebody who is signed in whether they join. Posts <c>token</c>.</summary>
/// <param name="Action">Where the form is posted, a path of this service.</param>
/// <param name="Token">Of the link; posted back as it is.</param>
/// <param name="Organization">What they would join.</param>
/// <param name="InvitedBy">What people call the one who invites.</param>
/// <param name="SignedInAs">What people call the one who would join.</param>
/// <param name="OtherAccountUrl">Where to sign in as somebody else.</param>
public sealed record JoinView(
    string Action, string Token, string Organization, string InvitedBy, string SignedInAs, string OtherAccountUrl);

/// <summary>
/// Asks for a new account that joins. Posts <c>token</c>, <c>username</c>, <c>display_name</c>, <c>password</c> and <c>account</c>, which is
/// <c>new</c>.
/// </summary>
/// <param name="Action">Where the form is posted, a path of this service.</param>
/// <param name="Token">Of the link; posted back as it is.</param>
/// <param name="Organization">What it would join.</param>
/// <param name="InvitedBy">What people call the one who invites.</param>
/// <param name="Email">The address that was invited, which the account will have.</param>
/// <param name="Username">What was entered before.</param>
/// <param name="DisplayName">What was entered before.</param>
/// <param name="Errors">What is wrong, a sentence by posted field, of the address under <c>email</c>; under the empty name what is wrong with no field.</param>
/// <param name="SignInUrl">Where somebody who has an account signs in.</param>
public sealed record AcceptInvitationView(
    string Action,
    string Token,
    string Organization,
    string InvitedBy,
    string Email,
    string? Username,
    string? DisplayName,
    IReadOnlyDictionary<string, string> Errors,
    string SignInUrl);
