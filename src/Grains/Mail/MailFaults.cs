using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.Grains.Mail;

/// <summary>Why no mail is sent.</summary>
internal static class MailFaults
{
    public static readonly Fault Busy = new("mail.busy", "Too much mail waits to be sent.", TimeSpan.FromMinutes(1));

    public static Fault TooSoon(TimeSpan pause) => new("mail.too_soon", "A mail was asked for a moment ago.", pause);
}
