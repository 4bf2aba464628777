namespace AuthServe.RelyingParties.Tests;

/// <summary>What a registration gives a client to configure itself with; no secret for one that is public or signs.</summary>
public sealed record RegisteredClient(string Id, string? Secret);
