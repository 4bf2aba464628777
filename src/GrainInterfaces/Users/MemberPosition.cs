using System.Diagnostics.CodeAnalysis;

namespace AuthServe.GrainInterfaces.Users;

/// <summary>Where a list of members goes on: after the member who was found by this text. Written as the key of a page.</summary>
/// <param name="Text">The user name, or whatever else of the member began with what was searched.</param>
/// <param name="User">Tells members apart whose text is the same.</param>
public sealed record MemberPosition(string Text, Guid User)
{
    private const int IdLength = 32;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out MemberPosition? position)
    {
        position = null;
        if (text is not { Length: >= IdLength } || !Guid.TryParseExact(text.AsSpan(0, IdLength), "N", out var user)) return false;
        position = new(text[IdLength..], user);
        return true;
    }

    /// <summary>Whether <see cref="TryParse"/> reads it.</summary>
    public static bool IsValid(string text) => TryParse(text, out _);

    /// <summary>The id and the text.</summary>
    public override string ToString() => User.ToString("N") + Text;
}
