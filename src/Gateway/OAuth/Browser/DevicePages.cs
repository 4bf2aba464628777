using System.Collections.Immutable;
using AuthServe.Gateway.Limits;
using AuthServe.Gateway.OAuth.Clients;
using AuthServe.Gateway.Pages;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Grants;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>Lets a device in that shows a code (RFC 8628, section 3.3).</summary>
internal static class DevicePages
{
    private const string Path = "/" + OAuthPaths.Verification;
    private const string DecisionPath = Path + "/decision";
    private const string CodeField = "user_code";
    private const string Unknown = "No device waits with this code. Check it, or start again on the device: a code is good for a few minutes.";

    public static void MapDevice(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, ShowAsync).AnswersWithPages().ExcludeFromDescription().AllowAnonymous();
        app.MapPost(Path, EnterAsync).LimitedByAddress().WithMetadata(BodyLimit.Default).RequireAntiforgery().ExcludeFromDescription().AllowAnonymous();
        app.MapPost(DecisionPath, DecideAsync).LimitedByAddress().WithMetadata(BodyLimit.Default).RequireAntiforgery().ExcludeFromDescription().AllowAnonymous();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, BrowserSessions browsers)
    {
        var typed = context.Request.Query[CodeField].ToString();
        if (await browsers.FindAsync(context) is null) return Results.Redirect(ReturnUrl.From("/sign-in", Here(typed)));
        return PageResults.Device(new(Path, UserCode.TryNormalize(typed, out var code) ? code : null, Error: null));
    }

    private static async Task<IResult> EnterAsync(HttpContext context, BrowserSessions browsers, Authorizing authorizing, KnownClients clients, Cluster cluster)
    {
        var typed = context.Request.Form[CodeField].ToString();
        var (device, elsewhere) = await FindAsync(context, typed, browsers, authorizing, clients, cluster);
        if (device is null) return elsewhere!;

        var account = await cluster.User(device.Session.User).GetAccountAsync();
        return PageResults.DeviceConfirm(new(
            DecisionPath, device.Code, device.Client.Settings.Name, account?.Username ?? "",
            await authorizing.DescribeAsync(device.Organization, device.Scopes)));
    }

    private static async Task<IResult> DecideAsync(HttpContext context, BrowserSessions browsers, Authorizing authorizing, KnownClients clients, Cluster cluster)
    {
        var form = context.Request.Form;
        var (device, elsewhere) = await FindAsync(context, form[CodeField].ToString(), browsers, authorizing, clients, cluster);
        if (device is null) return elsewhere!;

        var isAllowed = form["decision"].ToString() == "allow";
        var decided = await cluster.Grant(device.Grant).DecideDeviceAsync(isAllowed ? AuthorizationOf(device, context) : null);
        return decided.Succeeded(out _, out _)
            ? PageResults.DeviceDone(new(isAllowed))
            : PageResults.Device(new(Path, null, Unknown), StatusCodes.Status400BadRequest);
    }

    private static async Task<(WaitingDevice? Device, IResult? Elsewhere)> FindAsync(
        HttpContext context, string typed, BrowserSessions browsers, Authorizing authorizing, KnownClients clients, Cluster cluster)
    {
        if (await browsers.FindAsync(context) is not { } session) return (null, Results.Redirect(ReturnUrl.From("/sign-in", Here(typed))));
        var choices = await authorizing.OrganizationsOfAsync(session.User);
        if (Authorizing.Choose(null, session, choices) is not { } organization)
            return (null, Results.Redirect(ReturnUrl.From("/organization", Here(typed))));

        if (UserCode.TryNormalize(typed, out var code)
            && await cluster.UserCode(code).FindAsync() is { } grant
            && (await cluster.Grant(grant).FindDeviceRequestAsync()).Succeeded(out var request, out _)
            && await clients.FindAsync(request.ClientId) is { } client)
        {
            var scopes = await authorizing.ScopesAsync(request.Scopes, client, session.User, organization);
            return (new(grant, code, session, organization, client, scopes), null);
        }

        return (null, PageResults.Device(new(Path, typed, Unknown), StatusCodes.Status400BadRequest));
    }

    private static Authorization AuthorizationOf(WaitingDevice device, HttpContext context) => new(
        device.Client.ClientId, device.Session.User, device.Organization, device.Scopes, device.Session.PasswordGeneration,
        device.Session.AuthenticatedAt, UserAgent.Of(context.Request),
        IsRefreshable: device.Scopes.Contains(IdentityScopes.OfflineAccess) && device.Client.MayUse(GrantTypes.RefreshToken),
        device.Session.Session);

    private static string Here(string typed) => UserCode.TryNormalize(typed, out var code) ? $"{Path}?{CodeField}={code}" : Path;

    private sealed record WaitingDevice(
        Guid Grant, string Code, BrowserSession Session, OrganizationId Organization, KnownClient Client, ImmutableArray<string> Scopes);
}
