using AuthServe.Gateway.Invitations;
using AuthServe.Gateway.Limits;
using AuthServe.Gateway.Pages;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.Invitations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Users;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>Lets the holder of an invitation's link join, with the account that the browser is signed in to or with a new one.</summary>
internal static class AcceptInvitationPages
{
    /// <summary>What the link in the mail opens.</summary>
    public const string Path = "/accept-invitation";

    // What a form says about the account: its own, or one that is signed in.
    private const string AccountField = "account";
    private const string NewAccount = "new";

    public static void MapAcceptInvitationPage(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, ShowAsync).LimitedByAddress().AnswersWithPages().ExcludeFromDescription().AllowAnonymous();
        app.MapPost(Path, AcceptAsync).LimitedByAddress().WithMetadata(BodyLimit.Default).RequireAntiforgery().ExcludeFromDescription().AllowAnonymous();
    }

    /// <summary>The page that makes an account on the way to an invitation; null when the flow goes elsewhere.</summary>
    public static string? FindNewAccountPage(string returnUrl) =>
        returnUrl.StartsWith(Path + "?", StringComparison.Ordinal) ? ReturnUrl.With(returnUrl, AccountField, NewAccount) : null;

    private static async Task<IResult> ShowAsync(HttpContext context, BrowserSessions browsers, Cluster cluster)
    {
        var token = context.Request.Query["token"].ToString();
        var invitation = await cluster.Accounts.FindInvitationAsync(token);
        if (!invitation.Succeeded(out var preview, out var fault)) return Refuse(fault);

        var isNew = context.Request.Query[AccountField] == NewAccount;
        return !isNew && await FindAsync(context, browsers, cluster) is { } account
            ? JoinPage(token, preview, account)
            : NewAccountPage(token, preview, FormCollection.Empty, null, StatusCodes.Status200OK);
    }

    private static async Task<IResult> AcceptAsync(HttpContext context, BrowserSessions browsers, Cluster cluster)
    {
        var form = context.Request.Form;
        var token = form["token"].ToString();
        var invitation = await cluster.Accounts.FindInvitationAsync(token);
        if (!invitation.Succeeded(out var preview, out var fault)) return Refuse(fault);
        return form[AccountField] == NewAccount
            ? await AcceptAsNewAsync(context, token, preview, browsers, cluster)
            : await JoinAsync(context, token, preview, browsers, cluster);
    }

    private static async Task<IResult> JoinAsync(
        HttpContext context, string token, InvitationPreview preview, BrowserSessions browsers, Cluster cluster)
    {
        if (await FindAsync(context, browsers, cluster) is not { } account) return Results.Redirect(ReturnUrl.From("/sign-in", Here(token)));

        var joined = await cluster.Accounts.AcceptInvitationAsync(
            new(token, account.User, null) { RequestId = ProblemWriter.TraceId(context) });
        return joined.Succeeded(out _, out var refusal) ? Welcome(preview) : Refuse(refusal);
    }

    private static async Task<IResult> AcceptAsNewAsync(
        HttpContext context, string token, InvitationPreview preview, BrowserSessions browsers, Cluster cluster)
    {
        var form = context.Request.Form;
        if (!Read(form).TryRead(caller: null, ProblemWriter.TraceId(context), key: null, out var command, out var problem))
            return NewAccountPage(token, preview, form, problem, StatusCodes.Status400BadRequest);

        if (!(await cluster.Accounts.AcceptInvitationAsync(command)).Succeeded(out _, out var refusal))
        {
            var refused = Problem.Of(refusal);
            ProblemWriter.SetRetryAfter(context.Response, refused);
            return IsAboutInvitation(refusal)
                ? Refuse(refusal)
                : NewAccountPage(token, preview, form, refused, ProblemCatalogue.Kinds[refusal.Code].Status);
        }

        var signIn = new SignIn(
            command.Account!.Username, new Password(form["password"].ToString()), Organization: null, Scope: null,
            new(null, null, UserAgent.Of(context.Request)));
        if ((await cluster.Accounts.SignInAsync(signIn)).Succeeded(out var signedIn, out _)) await browsers.BeginAsync(context, signedIn);
        return Welcome(preview);
    }

    private static async Task<Account?> FindAsync(HttpContext context, BrowserSessions browsers, Cluster cluster) =>
        await browsers.FindAsync(context) is { } session ? await cluster.User(session.User).GetAccountAsync() : null;

    private static AcceptInvitationRequest Read(IFormCollection form) => new()
    {
        Token = form["token"],
        Username = form["username"],
        Password = form["password"],
        DisplayName = form["display_name"] is [{ Length: > 0 } name] ? name : null,
    };

    private static bool IsAboutInvitation(Fault fault) => fault.Code.StartsWith("invitation.", StringComparison.Ordinal);

    private static IResult Refuse(Fault fault) =>
        PageResults.Message(new("You cannot join with this link", fault.Detail), ProblemCatalogue.Kinds[fault.Code].Status);

    private static IResult Welcome(InvitationPreview invitation) =>
        PageResults.Message(new("Welcome", $"You are a member of {invitation.Organization} now. You can close this page."));

    private static IResult JoinPage(string token, InvitationPreview invitation, Account account) => PageResults.Join(new(
        Path, token, invitation.Organization, invitation.InvitedBy, account.DisplayName ?? account.Username, ReturnUrl.From("/sign-in", Here(token))));

    private static IResult NewAccountPage(string token, InvitationPreview invitation, IFormCollection form, Problem? problem, int status) =>
        PageResults.AcceptInvitation(
            new(
                Path, token, invitation.Organization, invitation.InvitedBy, invitation.Email, form["username"], form["display_name"],
                FormErrors.Of(problem), ReturnUrl.From("/sign-in", Here(token))),
            status);

    private static string Here(string token) => ReturnUrl.With(Path, "token", token);
}
