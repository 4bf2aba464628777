namespace AuthServe.RelyingParties.Tests;

/// <summary>Somebody who can sign in.</summary>
public sealed record Account(string Login, string Password, string Email)
{
    public string UserId { get; init; } = "";

    public string OrgId { get; init; } = "";
}
