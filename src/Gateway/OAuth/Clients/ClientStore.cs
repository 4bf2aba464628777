using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Clients;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;

namespace AuthServe.Gateway.OAuth.Clients;

/// <summary>Lets OpenIddict read clients from their grains. What it never asks for is not supported: clients are written through <c>/v1/clients</c>.</summary>
internal sealed class ClientStore(KnownClients clients) : IOpenIddictApplicationStore<KnownClient>
{
    public ValueTask<KnownClient?> FindByClientIdAsync(string identifier, CancellationToken cancellationToken) => clients.FindAsync(identifier);

    public ValueTask<KnownClient?> FindByIdAsync(string identifier, CancellationToken cancellationToken) =>
        FindByClientIdAsync(identifier, cancellationToken);

    public ValueTask<string?> GetApplicationTypeAsync(KnownClient application, CancellationToken cancellationToken) =>
        new(OpenIddictConstants.ApplicationTypes.Web);

    public ValueTask<string?> GetClientIdAsync(KnownClient application, CancellationToken cancellationToken) => new(application.ClientId);

    public ValueTask<string?> GetClientTypeAsync(KnownClient application, CancellationToken cancellationToken) =>
        new(application.Settings.IsConfidential ? OpenIddictConstants.ClientTypes.Confidential : OpenIddictConstants.ClientTypes.Public);

    public ValueTask<string?> GetConsentTypeAsync(KnownClient application, CancellationToken cancellationToken) =>
        new(application.Settings.IsFirstParty ? OpenIddictConstants.ConsentTypes.Implicit : OpenIddictConstants.ConsentTypes.Explicit);

    public ValueTask<string?> GetDisplayNameAsync(KnownClient application, CancellationToken cancellationToken) => new(application.Settings.Name);

    public ValueTask<string?> GetIdAsync(KnownClient application, CancellationToken cancellationToken) => new(application.ClientId);

    public ValueTask<JsonWebKeySet?> GetJsonWebKeySetAsync(KnownClient application, CancellationToken cancellationToken) =>
        new(application.Settings.Jwks is { } keys ? new JsonWebKeySet(keys) : null);

    public ValueTask<ImmutableArray<string>> GetPermissionsAsync(KnownClient application, CancellationToken cancellationToken) =>
        new([.. application.Settings.GrantTypes.Select(type => OpenIddictConstants.Permissions.Prefixes.GrantType + type)]);

    public ValueTask<ImmutableArray<string>> GetPostLogoutRedirectUrisAsync(KnownClient application, CancellationToken cancellationToken) =>
        new(application.Settings.PostLogoutRedirectUris);

    public ValueTask<ImmutableArray<string>> GetRedirectUrisAsync(KnownClient application, CancellationToken cancellationToken) =>
        new(application.Settings.RedirectUris);

    public ValueTask<ImmutableArray<string>> GetRequirementsAsync(KnownClient application, CancellationToken cancellationToken) => new([]);

    public ValueTask<ImmutableDictionary<string, string>> GetSettingsAsync(KnownClient application, CancellationToken cancellationToken) =>
        new(ImmutableDictionary<string, string>.Empty);

    public ValueTask<ImmutableDictionary<string, JsonElement>> GetPropertiesAsync(KnownClient application, CancellationToken cancellationToken) =>
        new(ImmutableDictionary<string, JsonElement>.Empty);

    public ValueTask<ImmutableDictionary<CultureInfo, string>> GetDisplayNamesAsync(KnownClient application, CancellationToken cancellationToken) =>
        new(ImmutableDictionary<CultureInfo, string>.Empty);

    // The hash of a secret stays out of OpenIddict's hands: ClientManager compares it.
    public ValueTask<string?> GetClientSecretAsync(KnownClient application, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<long> CountAsync<TResult>(
        Func<IQueryable<KnownClient>, IQueryable<TResult>> query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask CreateAsync(KnownClient application, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DeleteAsync(KnownClient application, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask UpdateAsync(KnownClient application, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<KnownClient> InstantiateAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<KnownClient> FindByPostLogoutRedirectUriAsync(string uri, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<KnownClient> FindByRedirectUriAsync(string uri, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<TResult?> GetAsync<TState, TResult>(
        Func<IQueryable<KnownClient>, TState, IQueryable<TResult>> query, TState state, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<KnownClient> ListAsync(int? count, int? offset, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<TResult> ListAsync<TState, TResult>(
        Func<IQueryable<KnownClient>, TState, IQueryable<TResult>> query, TState state, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask SetApplicationTypeAsync(KnownClient application, string? type, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask SetClientIdAsync(KnownClient application, string? identifier, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask SetClientSecretAsync(KnownClient application, string? secret, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask SetClientTypeAsync(KnownClient application, string? type, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask SetConsentTypeAsync(KnownClient application, string? type, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask SetDisplayNameAsync(KnownClient application, string? name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask SetDisplayNamesAsync(
        KnownClient application, ImmutableDictionary<CultureInfo, string> names, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask SetJsonWebKeySetAsync(KnownClient application, JsonWebKeySet? set, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask SetPermissionsAsync(KnownClient application, ImmutableArray<string> permissions, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask SetPostLogoutRedirectUrisAsync(KnownClient application, ImmutableArray<string> uris, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask SetPropertiesAsync(
        KnownClient application, ImmutableDictionary<string, JsonElement> properties, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask SetRedirectUrisAsync(KnownClient application, ImmutableArray<string> uris, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask SetRequirementsAsync(KnownClient application, ImmutableArray<string> requirements, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask SetSettingsAsync(KnownClient application, ImmutableDictionary<string, string> settings, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
