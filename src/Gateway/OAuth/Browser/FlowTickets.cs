using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>
/// What a page tells the authorization endpoint through the browser, sealed so that the browser cannot say it by itself: short-lived, and
/// bound to what it was said about.
/// </summary>
internal sealed class FlowTickets(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("authserve.flow").ToTimeLimitedDataProtector();

    /// <summary>Seals parts of a statement.</summary>
    public string Seal(params IEnumerable<string> parts) => _protector.Protect(string.Join('\n', parts.Select(Escape)), Lifetime);

    /// <summary>The parts; null when it is not a ticket, or too old.</summary>
    public string[]? Open(string? ticket)
    {
        if (string.IsNullOrEmpty(ticket)) return null;
        try
        {
            return [.. _protector.Unprotect(ticket).Split('\n').Select(Uri.UnescapeDataString)];
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Stands for a long text.</summary>
    public static string Digest(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Escape(string part) => Uri.EscapeDataString(part);
}
