using System.Collections.Immutable;
using AuthServe.Gateway.OAuth.Clients;
using AuthServe.Permissions;

namespace AuthServe.Gateway.OAuth;

/// <summary>What a token is granted: of what is asked for, what the client may have and its subject holds at this moment.</summary>
internal static class GrantedScopes
{
    /// <summary>The scopes a request names, sorted; null when it names none.</summary>
    public static ImmutableArray<string>? Asked(ImmutableArray<string> scopes) =>
        scopes.IsDefaultOrEmpty ? null : [.. scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>
    /// What is granted, sorted. Who asks for nothing gets every permission there is to have; who asks only for what is not understood gets nothing.
    /// </summary>
    /// <param name="asked">The scopes that the request names; null when it names none.</param>
    /// <param name="client">Which client asks.</param>
    /// <param name="permissions">What the subject may do, sorted; null when it is no member.</param>
    public static ImmutableArray<string> Of(ImmutableArray<string>? asked, KnownClient client, ImmutableArray<string>? permissions)
    {
        var held = permissions ?? [];
        if (asked is null) return [.. held.Where(client.MayAskFor)];

        var set = PermissionSet.From(held.Select(PermissionName.Parse));
        return [.. asked.Value.Where(scope => client.MayAskFor(scope) && (IdentityScopes.Contains(scope) || IsHeld(set, scope)))];
    }

    private static bool IsHeld(PermissionSet held, string scope) => PermissionName.TryParse(scope, out var permission) && held.Contains(permission);
}
