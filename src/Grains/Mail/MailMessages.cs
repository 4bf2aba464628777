using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.Extensions.Options;

namespace AuthServe.Grains.Mail;

/// <summary>How mail reads: plain text and the same as a page without images, styles from elsewhere or anything else that is fetched.</summary>
internal sealed class MailMessages(IOptions<MailOptions> options)
{
    public OutgoingMail Render(QueuedMail mail, MailContent content)
    {
        var words = WordsOf(mail.Kind, content);
        var link = $"{options.Value.Address(MailKinds.PageOf(mail.Kind))}?token={content.Token}";
        var name = OneLine(content.RecipientName);
        return new(
            mail.Id, mail.Kind, mail.Recipient, name, words.Subject, ToText(words, name, link), ToHtml(words, name, link), mail.CreatedAt);
    }

    private static Words WordsOf(MailKind kind, MailContent content)
    {
        var until = content.ExpiresAt.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
        var once = $"The link works once, until {until}.";
        return kind switch
        {
            MailKind.PasswordReset => new(
                "Set a new password",
                "Somebody, hopefully you, asked to set a new password for your account.",
                "Set a new password",
                $"{once} If it was not you, there is nothing to do: your password stays as it is."),
            MailKind.EmailVerification => new(
                "Confirm your e-mail address",
                "Please confirm that this is your e-mail address.",
                "Confirm the address",
                $"{once} If you have no account here, there is nothing to do: somebody has mistyped their address."),
            MailKind.Invitation => new(
                $"Invitation to {OneLine(content.Organization)}",
                $"{OneLine(content.Inviter)} invites you to join the organization “{OneLine(content.Organization)}”.",
                "Accept the invitation",
                $"{once} If you do not know them, there is nothing to do."),
            MailKind.Welcome => new(
                $"Your account for {OneLine(content.Organization)}",
                $"The organization “{OneLine(content.Organization)}” has made an account for you. Set a password, and you can sign in.",
                "Set a password",
                $"{once} After that, ask for another one where you sign in. If you do not know them, there is nothing to do."),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }

    private static string ToText(Words words, string? name, string link) =>
        $"{Greeting(name)}\n\n{words.What}\n\n{words.Action}:\n{link}\n\n{words.Note}\n";

    private static string ToHtml(Words words, string? name, string link)
    {
        var encode = HtmlEncoder.Default;
        var address = encode.Encode(link);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>{encode.Encode(words.Subject)}</title></head>
            <body style="font-family: sans-serif; line-height: 1.5">
            <p>{encode.Encode(Greeting(name))}</p>
            <p>{encode.Encode(words.What)}</p>
            <p><a href="{address}" rel="noreferrer">{encode.Encode(words.Action)}</a></p>
            <p>{encode.Encode(words.Note)}</p>
            <p>If the link does not open, copy this address: {address}</p>
            </body>
            </html>

            """;
    }

    private static string Greeting(string? name) => name is null ? "Hello," : $"Hello {name},";

    // Names have no line breaks when they come in. What is stored may be older than that rule, and a break would begin a header.
    private static string? OneLine(string? text) =>
        text is null ? null : string.Concat(text.Select(character => char.IsControl(character) || char.IsSeparator(character) ? ' ' : character)).Trim();

    private sealed record Words(string Subject, string What, string Action, string Note);
}
