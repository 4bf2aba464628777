using System.Collections.Immutable;
using AuthServe.Gateway.OAuth.Clients;
using AuthServe.GrainInterfaces.Users;
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
    public static ImmutableArray<string> Of(ImmutableArray<string>? asked, KnownClient client, EffectiveRights? rights)
    {
        var held = (rights?.Permissions ?? []).Select(right => right.Permission).ToImmutableArray();
        if (asked is null) return [.. held.Where(client.MayAskFor)];

        var set = PermissionSet.From(held.Select(PermissionName.Parse));
        return [.. asked.Value.Where(scope => client.MayAskFor(scope) && (IdentityScopes.Contains(scope) || IsHeld(set, scope)))];
    }

    private static bool IsHeld(PermissionSet held, string scope) => PermissionName.TryParse(scope, out var permission) && held.Contains(permission);
}
