using AuthServe.Permissions;
using Microsoft.AspNetCore.Authorization;

namespace AuthServe.Gateway.Security;

/// <summary>What an endpoint says of who may call it. One that says nothing, and is not for everybody, lets nobody in.</summary>
internal static class AccessRules
{
    /// <summary>Lets nobody in.</summary>
    public static AuthorizationPolicy NobodyPolicy { get; } =
        new AuthorizationPolicyBuilder().RequireAssertion(static _ => false).Build();

    /// <summary>Lets in whoever has this permission in the scope of the token, and live.</summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder endpoint, string permission)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.Require(new PermissionRequirement(PermissionName.Parse(permission)));

    /// <summary>Lets in every active member of the organization of the token.</summary>
    public static TBuilder RequireMembership<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.Require(new PermissionRequirement(Permission: null));

    /// <summary>
    /// Lets in every active member of the organization of the token who signed in at AuthServe itself. What an app was allowed to do in one
    /// organization never reaches the account or another organization.
    /// </summary>
    public static TBuilder RequirePersonalSession<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.Require(new PermissionRequirement(Permission: null, IsPersonal: true));

    /// <summary>As <see cref="RequirePersonalSession"/>, and whoever sends no token.</summary>
    public static TBuilder AllowPersonalSession<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.Require(new PermissionRequirement(Permission: null, IsPersonal: true, IsOptional: true));

    private static TBuilder Require<TBuilder>(this TBuilder endpoint, PermissionRequirement requirement)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(new AuthorizationPolicyBuilder().AddRequirements(requirement).Build());
}
