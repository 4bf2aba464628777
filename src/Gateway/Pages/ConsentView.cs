using System.Collections.Immutable;

namespace AuthServe.Gateway.Pages;

/// <summary>Asks whether an application may do what it asks for. Posts <c>decision</c>, <c>allow</c> or <c>deny</c>, and <c>return_url</c>.</summary>
/// <param name="Action">Where the form is posted, a path of this service.</param>
/// <param name="ReturnUrl">Where the flow goes on; posted back as it is.</param>
/// <param name="ClientName">The application that asks.</param>
/// <param name="Username">Who is signed in.</param>
/// <param name="OrganizationName">In which organization it would act.</param>
/// <param name="Scopes">What it asks for, in this order.</param>
public sealed record ConsentView(
    string Action,
    string ReturnUrl,
    string ClientName,
    string Username,
    string OrganizationName,
    ImmutableArray<ScopeLine> Scopes);

/// <summary>One scope that is asked for.</summary>
/// <param name="Name">The scope.</param>
/// <param name="Meaning">What it allows, for a person; empty shows the name alone.</param>
public sealed record ScopeLine(string Name, string Meaning);
