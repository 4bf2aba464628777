using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Mail;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServe.Grains.Tests.Accounts;

/// <summary>What tests of links do.</summary>
internal static class LinkSilo
{
    public const string NewPassword = "tin roof rusted over";

    public static Task<Outcome<Receipt>> AskForResetAsync(this SharedSilo silo, string name) =>
        silo.Links.RequestPasswordResetAsync(AddressOf(name));

    /// <summary>The token of a link that was asked for and has come.</summary>
    public static async Task<string> ReceiveResetAsync(this SharedSilo silo, string name)
    {
        Assert.Null((await silo.AskForResetAsync(name)).Fault);
        return (await silo.Mail.ReceiveAsync(AddressOf(name), "reset-password")).Token;
    }

    public static async Task<string> ReceiveVerificationAsync(this SharedSilo silo, string address) =>
        (await silo.Mail.ReceiveAsync(address, "verify-email")).Token;

    /// <summary>Null when it succeeds, else the code of the fault.</summary>
    public static async Task<string?> ResetAsync(this SharedSilo silo, string token, string password = NewPassword) =>
        (await silo.Links.ResetPasswordAsync(new(token), new Password(password))).Fault?.Code;

    /// <summary>Null when it succeeds, else the code of the fault.</summary>
    public static async Task<string?> VerifyAsync(this SharedSilo silo, string token) =>
        (await silo.Links.VerifyEmailAsync(new(token))).Fault?.Code;

    /// <summary>Null when it succeeds, else the code of the fault.</summary>
    public static async Task<string?> SignInAsync(this SharedSilo silo, string login, string password = SharedSilo.Password) =>
        (await silo.Accounts.SignInAsync(new(login, new(password), null, null))).Fault?.Code;

    public static async Task<Account> AccountAsync(this SharedSilo silo, UserId user) => (await silo.User(user).GetAccountAsync())!;

    /// <summary>What would be sent now for a mail that was asked for so long ago.</summary>
    public static Task<MailContent?> ComposeAsync(this SharedSilo silo, QueuedMail mail) =>
        silo.Services.GetRequiredService<IMailSource>().ComposeAsync(mail);

    public static QueuedMail ResetMail(this SharedSilo silo, string name) =>
        new(Guid.NewGuid(), MailKind.PasswordReset, null, AddressOf(name), silo.Clock.GetUtcNow());

    public static string AddressOf(string name) => $"{name}@example.com";
}
