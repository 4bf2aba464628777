namespace AuthServe.Gateway.Pages;

/// <summary>Asks for the address of an account whose password is forgotten. Posts <c>email</c> and <c>return_url</c>.</summary>
/// <param name="Action">Where the form is posted, a path of this service.</param>
/// <param name="ReturnUrl">Where the flow goes on; posted back as it is.</param>
/// <param name="Email">What was entered before.</param>
/// <param name="Error">Why that was refused: one sentence.</param>
/// <param name="SignInUrl">Where somebody signs in who has remembered it.</param>
public sealed record ForgotPasswordView(string Action, string ReturnUrl, string? Email, string? Error, string SignInUrl);

/// <summary>Asks for a new password. Posts <c>token</c> and <c>password</c>.</summary>
/// <param name="Action">Where the form is posted, a path of this service.</param>
/// <param name="Token">Of the link; posted back as it is.</param>
/// <param name="Error">Why the password was refused: one sentence.</param>
public sealed record ResetPasswordView(string Action, string Token, string? Error);

/// <summary>Asks whether an address is to be confirmed: opening a link does nothing, since programs open it, too. Posts <c>token</c>.</summary>
/// <param name="Action">Where the form is posted, a path of this service.</param>
/// <param name="Token">Of the link; posted back as it is.</param>
public sealed record VerifyEmailView(string Action, string Token);

/// <summary>Says what came of something, and where to go on.</summary>
/// <param name="Title">A few words.</param>
/// <param name="Detail">One or two sentences.</param>
/// <param name="NextUrl">Where to go on, a path of this service; null for nowhere.</param>
/// <param name="NextLabel">What is there.</param>
public sealed record MessageView(string Title, string Detail, string? NextUrl = null, string? NextLabel = null);
