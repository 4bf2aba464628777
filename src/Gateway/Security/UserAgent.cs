using AuthServe.GrainInterfaces.Accounts;

namespace AuthServe.Gateway.Security;

/// <summary>What a client says of itself (RFC 9110, section 10.1.5): shown to the user beside the session, and trusted for nothing.</summary>
internal static class UserAgent
{
    private const int MaxLength = 200;

    /// <summary>Shortened; null when there is nothing readable.</summary>
    public static string? Of(HttpRequest request)
    {
        var text = request.Headers.UserAgent.ToString();
        return DisplayText.TryNormalize(text.Length > MaxLength ? text[..MaxLength] : text, MaxLength, out var readable) ? readable : null;
    }
}
