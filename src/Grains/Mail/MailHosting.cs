using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthServe.Grains.Mail;

/// <summary>Mail, but for the transport, which the host brings.</summary>
internal static class MailHosting
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddOptions<MailOptions>().BindConfiguration(MailOptions.Section).ValidateOnStart()
            .PostConfigure<IConfiguration>((mail, configuration) => mail.LinkBase ??= configuration[MailOptions.Issuer]);
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsValidator>();
        services.AddSingleton<SqlMailOutbox>();
        services.AddSingleton<IMailOutbox>(provider => provider.GetRequiredService<SqlMailOutbox>());
        services.AddSingleton<IMailSource, GrainMailSource>();
        services.AddSingleton<MailMessages>();
        return services.AddHostedService<MailSender>();
    }
}
