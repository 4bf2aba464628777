using AuthServe.GrainInterfaces.Grants;

namespace AuthServe.Grains.Grants;

/// <summary>How an authorization goes into a grant and comes out of it: values in, values out.</summary>
internal static class GrantTransitions
{
    /// <summary>The state with what a user allows.</summary>
    public static GrantState Allow(this GrantState state, Authorization authorization) => state with
    {
        ClientId = authorization.ClientId,
        User = authorization.User.Value,
        Organization = authorization.Organization.Value,
        Scopes = authorization.Scopes,
        PasswordGeneration = authorization.PasswordGeneration,
        AuthenticatedAt = authorization.AuthenticatedAt,
        Agent = authorization.Agent,
        IsRefreshable = authorization.IsRefreshable,
        Browser = authorization.Browser?.Value,
    };

    public static Authorization ToAuthorization(this GrantState state) => new(
        state.ClientId, new(state.User), new(state.Organization), state.Scopes, state.PasswordGeneration, state.AuthenticatedAt, state.Agent,
        state.IsRefreshable, state.Browser is { } browser ? new(browser) : null);
}
