using AuthServe.Gateway.Settings;
using Microsoft.Extensions.Options;

namespace AuthServe.Gateway.Limits;

/// <summary>
/// How often one caller may call. Each gateway counts for itself, so behind a load balancer a caller gets up to as many times as much as there
/// are gateways. What is not used within a minute is not saved up. Section <c>AuthServe:RateLimits</c>.
/// </summary>
public sealed class RateLimitOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AuthServe:RateLimits";

    private const string Range = " must be 0 to 1000000; 0 turns the limit off.";

    /// <summary>Whether anything is limited. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Sign-ups, sign-ins and what else somebody may send who has not proved who they are, by client address; an IPv6 address stands for its
    /// /64. 0 for no limit. Default: 100.
    /// </summary>
    [Between("0", "1000000", ErrorMessage = Section + ":SignInPerMinute" + Range)]
    public int SignInPerMinute { get; set; } = 100;

    /// <summary>
    /// Requests of OAuth clients for tokens, device codes and the like, by client address: a server that signs many users in has one. 0 for
    /// no limit. Default: 3000.
    /// </summary>
    [Between("0", "1000000", ErrorMessage = Section + ":TokensPerMinute" + Range)]
    public int TokensPerMinute { get; set; } = 3000;

    /// <summary>Calls of the API below <c>/v1</c>, by user; without a good token, by client address. 0 for no limit. Default: 3000.</summary>
    [Between("0", "1000000", ErrorMessage = Section + ":ApiPerMinute" + Range)]
    public int ApiPerMinute { get; set; } = 3000;

    /// <summary>Calls that check (<c>/access/v1</c>), by user. 0 for no limit. Default: 0.</summary>
    [Between("0", "1000000", ErrorMessage = Section + ":ChecksPerMinute" + Range)]
    public int ChecksPerMinute { get; set; }
}

[OptionsValidator]
internal sealed partial class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>;
