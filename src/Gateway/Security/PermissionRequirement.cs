using AuthServe.Permissions;
using Microsoft.AspNetCore.Authorization;

namespace AuthServe.Gateway.Security;

/// <summary>What the caller must have: active membership of the organization of the token and, with it, a permission.</summary>
/// <param name="Permission">In the token's scope and live; null asks for membership only.</param>
/// <param name="IsPersonal">Whether the user must have signed in at AuthServe itself: no app does this for them.</param>
/// <param name="IsOptional">Whether one may also call without a token; a token that comes along must be good.</param>
internal sealed record PermissionRequirement(PermissionName? Permission, bool IsPersonal = false, bool IsOptional = false)
    : IAuthorizationRequirement;
