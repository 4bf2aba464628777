using AuthServe.Gateway.Input;

namespace AuthServe.Gateway.Users;

/// <summary>What a membership is called by whether it is active.</summary>
internal static class MemberStatus
{
    private const string Active = "active";
    private const string Disabled = "disabled";

    public static string Of(bool isActive) => isActive ? Active : Disabled;

    /// <summary>Whether the status given is the active one.</summary>
    public static bool Status(this Fields fields, string member, string text) => fields.OneOf(member, text, Active, Disabled) == Active;
}
