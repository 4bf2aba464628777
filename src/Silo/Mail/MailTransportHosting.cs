using AuthServe.Grains.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthServe.Silo.Mail;

/// <summary>How mail leaves the silo.</summary>
internal static class MailTransportHosting
{
    public static IServiceCollection AddMailTransport(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<SmtpOptions, SmtpOptionsValidator>().BindConfiguration(SmtpOptions.Section);
        return services.AddSingleton<IMailTransport>(provider => provider.GetRequiredService<IOptions<SmtpOptions>>().Value.IsSet
            ? ActivatorUtilities.CreateInstance<SmtpTransport>(provider)
            : ActivatorUtilities.CreateInstance<MailFolder>(provider));
    }
}
