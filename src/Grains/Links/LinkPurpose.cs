namespace AuthServe.Grains.Links;

/// <summary>What a link in a mail is for: one made for another purpose is no good. The numbers go into the secrets and never change.</summary>
internal enum LinkPurpose
{
    /// <summary>Sets a new password.</summary>
    PasswordReset = 1,

    /// <summary>Shows that an address reaches the user.</summary>
    EmailVerification = 2,

    /// <summary>Joins an organization.</summary>
    Invitation = 3,
}
