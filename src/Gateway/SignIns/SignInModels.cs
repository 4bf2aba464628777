using System.ComponentModel;
using AuthServe.GrainInterfaces.SignIns;

namespace AuthServe.Gateway.SignIns;

/// <summary>One time that a user's password was tried.</summary>
internal sealed record SignInModel(
    Guid SignInId,
    DateTimeOffset Time,
    [property: Description("succeeded, failed, locked_out (failed, and none is tried for a while) or refused (right, but not for what was asked).")]
    string Outcome,
    [property: Description("The client it was at; authserve for POST /v1/login. Null when it is not known, or not the organization's business.")]
    string? ClientId,
    [property: Description("The organization it was meant for. Null when it is not known, or not the organization's business.")]
    Guid? OrgId,
    [property: Description("What the browser or program said of itself. Null when it said nothing, or it is not the organization's business.")]
    string? UserAgent)
{
    public static SignInModel From(SignInEvent noted) => new(
        noted.Id, noted.Time, NameOf(noted.Outcome), noted.Place?.Client, noted.Place?.Organization?.Value, noted.Place?.Agent);

    private static string NameOf(SignInOutcome outcome) => outcome switch
    {
        SignInOutcome.Succeeded => "succeeded",
        SignInOutcome.Failed => "failed",
        SignInOutcome.LockedOut => "locked_out",
        _ => "refused",
    };
}
