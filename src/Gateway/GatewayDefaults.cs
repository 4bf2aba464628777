using AuthServe.Gateway.Security;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;

namespace AuthServe.Gateway;

internal static class GatewayDefaults
{
    private const string DefaultUrl = "http://localhost:8000";

    // ASP.NET Core's own Information logs hold query strings.
    private static readonly KeyValuePair<string, string?>[] LogLevels =
    [
        new("Logging:LogLevel:Default", "Information"),
        new("Logging:LogLevel:Microsoft.AspNetCore", "Warning"),
        new("Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host", "Critical"),
        // It tells every request and answer.
        new("Logging:LogLevel:OpenIddict", "Warning"),
        // Both log what was thrown, with its stack, before it is answered: no keys yet, and whatever a browser sends as its cookie.
        new("Logging:LogLevel:Microsoft.AspNetCore.DataProtection", "Critical"),
        new("Logging:LogLevel:Microsoft.AspNetCore.Antiforgery", "Critical"),
        new("Logging:LogLevel:Orleans", "Warning"),
        // One line and a stack for each attempt; the gateway says once that it has no silo.
        new("Logging:LogLevel:Orleans.Messaging", "Error"),
        new("Logging:LogLevel:Orleans.Runtime.Messaging", "Error"),
    ];

    /// <summary>Adds what holds unless a setting says otherwise, and the limits of the server.</summary>
    public static void AddGatewayDefaults(this WebApplicationBuilder builder)
    {
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = LogLevels });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimit.Default.MaxRequestBodySize;
        });
    }

    /// <summary>Adds the settings, checked at start.</summary>
    public static void AddGatewayOptions(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section).ValidateOnStart();
        services.PostConfigure<GatewayOptions>(gateway =>
        {
            if (gateway.Silos.Count == 0) gateway.Silos.Add(GatewayOptions.DefaultSilo);
        });
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.AddOptions<TokenOptions>().BindConfiguration(TokenOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TokenOptions>, TokenOptionsValidator>();
    }

    /// <summary>Listens at the default address unless some setting names another.</summary>
    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        string[] settings = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];
        var isSet = settings.Any(setting => !string.IsNullOrEmpty(configuration[setting]))
            || configuration.GetSection("Kestrel:Endpoints").Exists();
        if (!isSet) builder.WebHost.UseUrls(DefaultUrl);
    }
}
