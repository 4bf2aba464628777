using AuthServe.Gateway.Pages.Components;

namespace AuthServe.Gateway.Pages;

/// <summary>
/// The pages as results of endpoints. Those from which a flow goes on to a client take its <see cref="FormTargets"/>; without, their forms
/// may lead anywhere.
/// </summary>
internal static class PageResults
{
    public static IResult SignIn(SignInView view, FormTargets? targets = null, int status = StatusCodes.Status200OK) =>
        new PageResult(typeof(SignInPage), view, status, targets ?? FormTargets.Anywhere);

    public static IResult SignUp(SignUpView view, FormTargets? targets = null, int status = StatusCodes.Status200OK) =>
        new PageResult(typeof(SignUpPage), view, status, targets ?? FormTargets.Anywhere);

    public static IResult Organization(OrganizationView view, FormTargets? targets = null) =>
        new PageResult(typeof(OrganizationPage), view, StatusCodes.Status200OK, targets ?? FormTargets.Anywhere);

    public static IResult Consent(ConsentView view, FormTargets? targets = null) =>
        new PageResult(typeof(ConsentPage), view, StatusCodes.Status200OK, targets ?? FormTargets.Anywhere);

    public static IResult Device(DeviceView view, int status = StatusCodes.Status200OK) =>
        new PageResult(typeof(DevicePage), view, status, FormTargets.Self);

    public static IResult DeviceConfirm(DeviceConfirmView view) =>
        new PageResult(typeof(DeviceConfirmPage), view, StatusCodes.Status200OK, FormTargets.Self);

    public static IResult DeviceDone(DeviceDoneView view) =>
        new PageResult(typeof(DeviceDonePage), view, StatusCodes.Status200OK, FormTargets.None);

    public static IResult SignOut(SignOutView view, FormTargets? targets = null) =>
        new PageResult(typeof(SignOutPage), view, StatusCodes.Status200OK, targets ?? FormTargets.Anywhere);

    public static IResult SignedOut(SignedOutView view) =>
        new PageResult(typeof(SignedOutPage), view, StatusCodes.Status200OK, FormTargets.None);

    public static IResult ForgotPassword(ForgotPasswordView view, int status) =>
        new PageResult(typeof(ForgotPasswordPage), view, status, FormTargets.Self);

    public static IResult ResetPassword(ResetPasswordView view, int status) =>
        new PageResult(typeof(ResetPasswordPage), view, status, FormTargets.Self);

    public static IResult VerifyEmail(VerifyEmailView view) =>
        new PageResult(typeof(VerifyEmailPage), view, StatusCodes.Status200OK, FormTargets.Self);

    public static IResult Join(JoinView view) => new PageResult(typeof(JoinPage), view, StatusCodes.Status200OK, FormTargets.Self);

    public static IResult AcceptInvitation(AcceptInvitationView view, int status) =>
        new PageResult(typeof(AcceptInvitationPage), view, status, FormTargets.Self);

    public static IResult Message(MessageView view, int status = StatusCodes.Status200OK) =>
        new PageResult(typeof(MessagePage), view, status, FormTargets.None);

    public static IResult Error(PageErrorView view, int status) =>
        new PageResult(typeof(ErrorPage), view, status, FormTargets.None);
}
