using System.Collections.Immutable;

namespace AuthServe.Gateway.Pages;

/// <summary>
/// Asks whether to sign out (OpenID Connect RP-Initiated Logout 1.0, section 2). Posts the values and <c>confirm</c>, which is <c>yes</c>.
/// </summary>
/// <param name="Action">Where the form is posted, a path of this service.</param>
/// <param name="Values">What the flow needs back; posted as it is.</param>
/// <param name="ClientName">The application that asked; null when none did.</param>
public sealed record SignOutView(string Action, ImmutableArray<HiddenValue> Values, string? ClientName);

/// <summary>One value that a form posts unseen.</summary>
/// <param name="Name">The name of the field.</param>
/// <param name="Value">Its value.</param>
public sealed record HiddenValue(string Name, string Value);

/// <summary>Says that nobody is signed in here any more.</summary>
public sealed record SignedOutView;
