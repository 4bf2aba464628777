using System.Collections.Immutable;
using AuthServe.Gateway.Pages;
using Microsoft.AspNetCore.Http;

namespace AuthServe.Gateway.Tests.Pages;

/// <summary>Every page, by a name, with whatever people and applications call themselves.</summary>
internal static class Shown
{
    /// <summary>A name that would be a script if it were not encoded.</summary>
    public const string Hostile = "\"'><script>alert(1)</script><b a=&amp;";

    private const string Action = "/hosted/post";
    private const string Back = "/oauth2/authorize?client_id=a&state=\"><script>";

    private static readonly ImmutableArray<ScopeLine> Scopes =
        [new("openid", "Know who you are"), new("billing.invoice.read", Hostile), new(Hostile, "")];

    private static readonly Dictionary<string, string> Errors = new()
    {
        [""] = Hostile,
        ["username"] = Hostile,
        ["email"] = Hostile,
        ["password"] = Hostile,
        ["display_name"] = Hostile,
        ["organization_name"] = Hostile,
    };

    /// <summary>The pages with a form.</summary>
    public static ImmutableSortedDictionary<string, IResult> Forms { get; } = new Dictionary<string, IResult>
    {
        ["sign-in"] = PageResults.SignIn(new(Action, Back, Hostile, Hostile, Hostile, "/signup", "/forgot-password")),
        ["sign-in-first"] = PageResults.SignIn(new(Action, Back, null, null, null, null)),
        ["sign-up"] = PageResults.SignUp(new(Action, Back, Hostile, Hostile, Hostile, Errors, "/signin")),
        ["sign-up-first"] = PageResults.SignUp(new(Action, Back, null, null, null, ImmutableDictionary<string, string>.Empty, "/signin")),
        ["organization"] = PageResults.Organization(new(Action, Back, [new(Guid.CreateVersion7(), Hostile)], Hostile)),
        ["consent"] = PageResults.Consent(
            new(Action, Back, Hostile, Hostile, Hostile, Scopes), FormTargets.Of(new("https://app.example/cb"))),
        ["consent-nothing"] = PageResults.Consent(new(Action, Back, Hostile, Hostile, Hostile, [])),
        ["device"] = PageResults.Device(new(Action, Hostile, Hostile)),
        ["device-confirm"] = PageResults.DeviceConfirm(new(Action, Hostile, Hostile, Hostile, Scopes)),
        ["forgot-password"] = PageResults.ForgotPassword(new(Action, Back, Hostile, Hostile, "/sign-in"), StatusCodes.Status200OK),
        ["reset-password"] = PageResults.ResetPassword(new(Action, Hostile, Hostile), StatusCodes.Status200OK),
        ["verify-email"] = PageResults.VerifyEmail(new(Action, Hostile)),
        ["join"] = PageResults.Join(new(Action, Hostile, Hostile, Hostile, Hostile, "/sign-in")),
        ["accept-invitation"] = PageResults.AcceptInvitation(
            new(Action, Hostile, Hostile, Hostile, Hostile, Hostile, Hostile, Errors, "/sign-in"), StatusCodes.Status200OK),
        ["sign-out"] = PageResults.SignOut(new(Action, [new(Hostile, Hostile)], Hostile)),
    }.ToImmutableSortedDictionary();

    /// <summary>All pages.</summary>
    public static ImmutableSortedDictionary<string, IResult> All { get; } = Forms.AddRange(new Dictionary<string, IResult>
    {
        ["device-done"] = PageResults.DeviceDone(new(Approved: true)),
        ["device-denied"] = PageResults.DeviceDone(new(Approved: false)),
        ["message"] = PageResults.Message(new(Hostile, Hostile, "/sign-in", Hostile)),
        ["signed-out"] = PageResults.SignedOut(new()),
        ["error"] = PageResults.Error(new(Hostile, Hostile, Hostile, Hostile), StatusCodes.Status403Forbidden),
    });
}
