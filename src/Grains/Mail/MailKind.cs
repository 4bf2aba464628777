namespace AuthServe.Grains.Mail;

/// <summary>The kinds of mail. A kind is stored by its <see cref="MailKinds.NameOf">name</see>.</summary>
[GenerateSerializer, Alias("authserve.internal.MailKind")]
internal enum MailKind
{
    /// <summary>A link that sets a new password.</summary>
    PasswordReset = 1,

    /// <summary>A link that shows that an address reaches the user.</summary>
    EmailVerification = 2,

    /// <summary>A link that joins an organization.</summary>
    Invitation = 3,

    /// <summary>A link that sets the first password of an account that somebody else has made.</summary>
    Welcome = 4,
}

/// <summary>How kinds are stored, and which page their links open.</summary>
internal static class MailKinds
{
    /// <summary>The name in the outbox.</summary>
    public static string NameOf(MailKind kind) => kind switch
    {
        MailKind.PasswordReset => "password_reset",
        MailKind.EmailVerification => "email_verification",
        MailKind.Invitation => "invitation",
        MailKind.Welcome => "welcome",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The kind of that name.</summary>
    public static MailKind Named(string name) => Enum.GetValues<MailKind>().First(kind => NameOf(kind) == name);

    /// <summary>The hosted page that its link opens, below the public address.</summary>
    public static string PageOf(MailKind kind) => kind switch
    {
        MailKind.PasswordReset or MailKind.Welcome => "reset-password",
        MailKind.EmailVerification => "verify-email",
        MailKind.Invitation => "accept-invitation",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
