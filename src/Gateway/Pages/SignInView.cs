namespace AuthServe.Gateway.Pages;

/// <summary>Asks for a login name and a password. Posts <c>login</c>, <c>password</c> and <c>return_url</c>.</summary>
/// <param name="Action">Where the form is posted, a path of this service.</param>
/// <param name="ReturnUrl">Where the flow goes on; posted back as it is.</param>
/// <param name="Login">What was entered before.</param>
/// <param name="Error">Why that was refused: one sentence.</param>
/// <param name="ClientName">The application that asked; null when none did.</param>
/// <param name="SignUpUrl">Where an account is made; null offers none.</param>
/// <param name="ForgotPasswordUrl">Where a new password is set; null offers none.</param>
public sealed record SignInView(
    string Action,
    string ReturnUrl,
    string? Login,
    string? Error,
    string? ClientName,
    string? SignUpUrl,
    string? ForgotPasswordUrl = null);
