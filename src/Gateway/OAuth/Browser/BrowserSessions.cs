using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Sessions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>
/// Sessions of browsers at the hosted pages. The cookie says which session it is; whether it is alive, the user's own record says, at every
/// page: so it can be ended from anywhere at once.
/// </summary>
internal sealed class BrowserSessions(Cluster cluster, IOptions<AntiforgeryOptions> forms, TimeProvider time)
{
    /// <summary>The name of the authentication scheme.</summary>
    public const string Scheme = "browser";

    /// <summary>How long a browser stays signed in.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>Who is signed in; null when nobody is.</summary>
    public async ValueTask<BrowserSession?> FindAsync(HttpContext context)
    {
        var cookie = await context.AuthenticateAsync(Scheme);
        if (cookie.Principal is not { } principal || BrowserSession.From(principal) is not { } session) return null;
        return await cluster.Sessions(session.User).FindSessionAsync(session.Session) is null ? null : session;
    }

    /// <summary>
    /// Begins the session of somebody who has just given the right password. It is always a new one, so that nobody can know it
    /// beforehand; the one that the browser had ends.
    /// </summary>
    public async ValueTask<Fault?> BeginAsync(HttpContext context, SignedIn signedIn)
    {
        var before = await FindAsync(context);
        var now = time.GetUtcNow();
        var begun = await cluster.Sessions(signedIn.User).BeginSessionAsync(new Session(
            SessionId.New(time), AccessTokens.OwnClient, Organization: null, signedIn.PasswordGeneration, now, now, now + Lifetime,
            UserAgent.Of(context.Request)));
        if (!begun.Succeeded(out var session, out var fault)) return fault;

        if (before is not null) await EndAsync(before);
        await KeepAsync(context, new(signedIn.User, session.Id, now, signedIn.PasswordGeneration, Organization: null));
        // Forms that were shown before are nobody's now: the next page begins anew.
        context.Response.Cookies.Delete(forms.Value.Cookie.Name!, forms.Value.Cookie.Build(context));
        return null;
    }

    /// <summary>Remembers the organization that was chosen.</summary>
    public static Task ChooseAsync(HttpContext context, BrowserSession session, OrganizationId organization) =>
        KeepAsync(context, session with { Organization = organization });

    /// <summary>Ends the session, here and everywhere.</summary>
    public async Task EndAsync(HttpContext context, BrowserSession session)
    {
        await EndAsync(session);
        await context.SignOutAsync(Scheme);
    }

    private Task EndAsync(BrowserSession session) => cluster.Sessions(session.User).EndSessionsAsync([session.Session]);

    private static Task KeepAsync(HttpContext context, BrowserSession session) => context.SignInAsync(Scheme, session.ToPrincipal());
}
