using System.Collections.Immutable;
using AuthServe.Gateway.Checks;
using AuthServe.Gateway.OAuth.Clients;
using AuthServe.Gateway.Pages;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Grants;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.GrainInterfaces.Users;
using OpenIddict.Abstractions;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>Works out what an authorization request needs: who may be asked in which organization, what would be granted, whether to ask.</summary>
internal sealed class Authorizing(Cluster cluster, Checker checker)
{
    /// <summary>The organizations somebody is an active member of, by name.</summary>
    public async Task<ImmutableArray<OrganizationChoice>> OrganizationsOfAsync(UserId user)
    {
        var account = await cluster.User(user).GetAccountAsync();
        var active = (account?.Memberships ?? []).Where(membership => membership.IsActive).Select(membership => membership.Organization).ToArray();
        var found = await Task.WhenAll(active.Select(id => cluster.Organization(id).FindAsync().AsTask()));
        return [.. found.OfType<Organization>().Select(organization => new OrganizationChoice(organization.Id.Value, organization.Profile.Name)).OrderBy(choice => choice.Name, StringComparer.Ordinal)];
    }

    /// <summary>The organization to act in: the one asked for, the one chosen before, or the only one; null when it must be chosen.</summary>
    public static OrganizationId? Choose(string? asked, BrowserSession session, ImmutableArray<OrganizationChoice> choices)
    {
        if (Guid.TryParseExact(asked, "D", out var wanted) && choices.Any(choice => choice.Id == wanted)) return new(wanted);
        if (session.Organization is { } chosen && choices.Any(choice => choice.Id == chosen.Value)) return chosen;
        return choices.Length == 1 ? new(choices[0].Id) : null;
    }

    /// <summary>What the client would get.</summary>
    public async ValueTask<ImmutableArray<string>> ScopesAsync(
        ImmutableArray<string> asked, KnownClient client, UserId user, OrganizationId organization) =>
        GrantedScopes.Of(GrantedScopes.Asked(asked), client, await checker.ListPermissionsAsync(user, organization));

    /// <summary>
    /// Whether the user must be asked. An organization's own client is not asked about where its own organization says so; what was allowed
    /// before is not asked again as long as that session lasts.
    /// </summary>
    public async ValueTask<bool> NeedsConsentAsync(
        KnownClient client, UserId user, OrganizationId organization, ImmutableArray<string> scopes)
    {
        if (client.Settings.IsFirstParty && client.Settings.Organization == organization) return false;
        foreach (var session in await cluster.Sessions(user).ListSessionsAsync())
        {
            if (session.ClientId != client.ClientId || session.Organization != organization) continue;
            if (await cluster.Grant(session.Id.Value).FindAuthorizationAsync() is { } allowed && !scopes.Except(allowed.Scopes).Any()) return false;
        }

        return true;
    }

    /// <summary>What the scopes mean, for the person who is asked.</summary>
    public async ValueTask<ImmutableArray<ScopeLine>> DescribeAsync(OrganizationId organization, ImmutableArray<string> scopes)
    {
        var lines = await Task.WhenAll(scopes.Select(async scope =>
            new ScopeLine(scope, IdentityMeaning(scope) ?? await MeaningAsync(organization, scope))));
        return [.. lines];
    }

    private async Task<string> MeaningAsync(OrganizationId organization, string permission) =>
        (await cluster.Permissions(organization).GetPermissionAsync(permission)).Value?.Description ?? "";

    private static string? IdentityMeaning(string scope) => scope switch
    {
        IdentityScopes.OpenId => "Know who you are",
        IdentityScopes.Profile => "See your name",
        IdentityScopes.Email => "See your e-mail address",
        IdentityScopes.OfflineAccess => "Stay signed in until you end it",
        _ => null,
    };
}
