using System.Collections.Immutable;

namespace AuthServe.Gateway.Pages;

/// <summary>Asks in which organization to go on. Posts <c>organization</c>, an id, and <c>return_url</c>.</summary>
/// <param name="Action">Where the form is posted, a path of this service.</param>
/// <param name="ReturnUrl">Where the flow goes on; posted back as it is.</param>
/// <param name="Organizations">The choices, in this order.</param>
/// <param name="ClientName">The application that asked; null when none did.</param>
public sealed record OrganizationView(
    string Action, string ReturnUrl, ImmutableArray<OrganizationChoice> Organizations, string? ClientName);

/// <summary>One organization to choose.</summary>
/// <param name="Id">What is posted.</param>
/// <param name="Name">What is read.</param>
public sealed record OrganizationChoice(Guid Id, string Name);
