namespace AuthServe.Gateway.Pages;

/// <summary>
/// Asks for a new account and its organization. Posts <c>username</c>, <c>email</c>, <c>password</c>, <c>organization_name</c> and
/// <c>return_url</c>.
/// </summary>
/// <param name="Action">Where the form is posted, a path of this service.</param>
/// <param name="ReturnUrl">Where the flow goes on; posted back as it is.</param>
/// <param name="Username">What was entered before.</param>
/// <param name="Email">What was entered before.</param>
/// <param name="OrganizationName">What was entered before.</param>
/// <param name="Errors">What is wrong, a sentence by posted field; under the empty name what is wrong with no field.</param>
/// <param name="SignInUrl">Where somebody who has an account signs in.</param>
public sealed record SignUpView(
    string Action,
    string ReturnUrl,
    string? Username,
    string? Email,
    string? OrganizationName,
    IReadOnlyDictionary<string, string> Errors,
    string SignInUrl);
