using AuthServe.Gateway.OAuth.Clients;
using AuthServe.Gateway.Security;
using AuthServe.GrainInterfaces.SignIns;
using Microsoft.AspNetCore.WebUtilities;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>Where a flow goes on after a page: one of the paths here that begin a flow, and nothing else.</summary>
internal static class ReturnUrl
{
    /// <summary>The name of the query parameter and the form field.</summary>
    public const string Name = "return_url";

    /// <summary>Where to go when there is no flow.</summary>
    public const string Default = "/docs";

    private const int MaxLength = 16 * 1024;
    private static readonly string[] Starts = ["/" + OAuthPaths.Authorize, "/" + OAuthPaths.Verification, AcceptInvitationPages.Path];

    /// <summary>The address, if it is one of ours; else the default.</summary>
    public static string Of(string? text) => IsOurs(text) ? text! : Default;

    /// <summary>That of a request, by query or form.</summary>
    public static string Of(HttpRequest request) =>
        Of(request.HasFormContentType ? request.Form[Name].ToString() : request.Query[Name].ToString());

    /// <summary>A page of ours from which the flow goes on there.</summary>
    public static string From(string page, string returnUrl) => With(page, Name, returnUrl);

    /// <summary>An address with one more parameter.</summary>
    public static string With(string address, string name, string value) =>
        $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";

    /// <summary>What the client of the flow is called; null when there is none.</summary>
    public static async ValueTask<string?> ClientNameAsync(string returnUrl, KnownClients clients) =>
        (await FindClientAsync(returnUrl, clients))?.Settings.Name;

    /// <summary>Where somebody gives their password on the way there.</summary>
    public static async ValueTask<SignInPlace> PlaceAsync(string returnUrl, HttpRequest request, KnownClients clients) =>
        await FindClientAsync(returnUrl, clients) is { } client && client != KnownClient.Own
            ? new(client.ClientId, client.Settings.Organization, UserAgent.Of(request))
            : new(null, null, UserAgent.Of(request));

    private static async ValueTask<KnownClient?> FindClientAsync(string returnUrl, KnownClients clients)
    {
        var at = returnUrl.IndexOf('?', StringComparison.Ordinal);
        var query = at < 0 ? [] : QueryHelpers.ParseQuery(returnUrl[at..]);
        return query.TryGetValue("client_id", out var client) ? await clients.FindAsync(client) : null;
    }

    // The letters of a URI (RFC 3986, section 2): a header carries no others.
    private static bool IsOurs(string? text) =>
        text is { Length: > 0 and <= MaxLength }
        && Starts.Any(start => text.StartsWith(start, StringComparison.Ordinal) && (text.Length == start.Length || text[start.Length] == '?'))
        && text.All(static letter => letter is > ' ' and <= '~' and not '\\' and not '#');
}
