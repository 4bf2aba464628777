using AuthServe.Gateway.Settings;
using Microsoft.Extensions.Options;

namespace AuthServe.Gateway.Security;

/// <summary>What access tokens are like. Section <c>AuthServe:Tokens</c>.</summary>
public sealed class TokenOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AuthServe:Tokens";

    /// <summary>From issue to expiry: 1 min to 12 h. Default: 15 min.</summary>
    [Between("00:01:00", "12:00:00", ErrorMessage = Section + ":AccessTokenLifetime must be 00:01:00 to 12:00:00.")]
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often the signing keys are fetched from a silo: 1 s to 1 h. Default: 30 s.</summary>
    [Between("00:00:01", "01:00:00", ErrorMessage = Section + ":KeyRefreshPeriod must be 00:00:01 to 01:00:00.")]
    public TimeSpan KeyRefreshPeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest <c>scope</c> of a token, in bytes; a longer one is refused: 256 to 16,384. Default: 4,096.</summary>
    [Between("256", "16384", ErrorMessage = Section + ":MaxScopeBytes must be 256 to 16384.")]
    public int MaxScopeBytes { get; set; } = 4096;
}

[OptionsValidator]
internal sealed partial class TokenOptionsValidator : IValidateOptions<TokenOptions>;
