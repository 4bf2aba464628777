using System.Collections.Immutable;

namespace AuthServe.Gateway.Pages;

/// <summary>Asks for the code that a device shows (RFC 8628, section 3.3). Posts <c>user_code</c>.</summary>
/// <param name="Action">Where the form is posted, a path of this service.</param>
/// <param name="UserCode">What was entered before.</param>
/// <param name="Error">Why that was refused: one sentence.</param>
public sealed record DeviceView(string Action, string? UserCode, string? Error);

/// <summary>
/// Asks whether the device that shows this code may go on. Posts <c>decision</c>, <c>allow</c> or <c>deny</c>, and <c>user_code</c>.
/// </summary>
/// <param name="Action">Where the form is posted, a path of this service.</param>
/// <param name="UserCode">The code, to be compared with the one on the device.</param>
/// <param name="ClientName">The application on the device.</param>
/// <param name="Username">Who is signed in.</param>
/// <param name="Scopes">What it asks for, in this order.</param>
public sealed record DeviceConfirmView(
    string Action, string UserCode, string ClientName, string Username, ImmutableArray<ScopeLine> Scopes);

/// <summary>Says that the device has its answer.</summary>
/// <param name="Approved">Whether it may go on.</param>
public sealed record DeviceDoneView(bool Approved);
