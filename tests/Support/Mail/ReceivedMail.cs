using System.Text.RegularExpressions;

namespace AuthServe.Support.Mail;

/// <summary>A mail as its recipient has it.</summary>
public sealed partial record ReceivedMail(string Address, string? Name, string Subject, string Text, string Html)
{
    /// <summary>The link in it.</summary>
    public Uri Link => new(LinkPattern().Match(Text).Value);

    /// <summary>The token of the link.</summary>
    public string Token => Link.Query["?token=".Length..];

    [GeneratedRegex("https?://\\S+")]
    private static partial Regex LinkPattern();
}
