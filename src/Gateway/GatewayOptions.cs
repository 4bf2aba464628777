using System.ComponentModel.DataAnnotations;
using AuthServe.Gateway.Settings;
using Microsoft.Extensions.Options;

namespace AuthServe.Gateway;

/// <summary>How this gateway is addressed and where it finds the silos. Section <c>AuthServe:Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AuthServe:Gateway";

    /// <summary>Where <see cref="Silos"/> points unless it is set.</summary>
    public const string DefaultSilo = "127.0.0.1:30000";

    /// <summary>
    /// The <c>iss</c> and <c>aud</c> of every access token: the public address of this service, an absolute http or https URI without
    /// query or fragment. The same on every gateway. Default: <c>http://localhost:8000</c>.
    /// </summary>
    [Required(ErrorMessage = Section + ":Issuer must be set.")]
    [IssuerUri(ErrorMessage = Section + ":Issuer must be an absolute http or https URI without query, fragment or user.")]
    public string Issuer { get; set; } = "http://localhost:8000";

    /// <summary>A path below <see cref="Issuer"/>, without leading slash, as an address.</summary>
    public string Address(string path) => Issuer.TrimEnd('/') + "/" + path;

    /// <summary>
    /// The Orleans gateway ports of the silos, each <c>host:port</c>. A DNS name stands for all its addresses and is resolved again every
    /// few seconds; they must be the addresses the silos advertise. Default: <c>127.0.0.1:30000</c>.
    /// </summary>
    [SiloEndpoints(ErrorMessage = Section + ":Silos must be a list of host:port, such as 127.0.0.1:30000.")]
    public IList<string> Silos { get; } = [];

    /// <summary>The Orleans cluster to join; that of the silos. Default: <c>authserve</c>.</summary>
    [Required(ErrorMessage = Section + ":ClusterId must be set.")]
    public string ClusterId { get; set; } = "authserve";

    /// <summary>The Orleans service to join; that of the silos. Default: <c>authserve</c>.</summary>
    [Required(ErrorMessage = Section + ":ServiceId must be set.")]
    public string ServiceId { get; set; } = "authserve";

    /// <summary>
    /// The proxies in front that say in <c>X-Forwarded-For</c> who sends: IP addresses, and networks in CIDR notation. Nobody else is believed.
    /// Default: none.
    /// </summary>
    [Addresses(ErrorMessage = Section + ":TrustedProxies must be a list of IP addresses and networks, such as 10.0.0.5 or 10.0.0.0/24.")]
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>After how long an unanswered call to a silo becomes a 503: 100 ms to 2 min. Default: 10 s.</summary>
    [Between("00:00:00.1", "00:02:00", ErrorMessage = Section + ":ResponseTimeout must be 00:00:00.1 to 00:02:00.")]
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// For how long the gateway serves on after SIGTERM, while <c>/health/ready</c> answers 503: longer than a load balancer takes to notice.
    /// SIGINT (Ctrl-C) does not wait. 0 to 10 min. Default: 5 s.
    /// </summary>
    [Between("00:00:00", "00:10:00", ErrorMessage = Section + ":DrainTime must be 00:00:00 to 00:10:00.")]
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(5);
}

[OptionsValidator]
internal sealed partial class GatewayOptionsValidator : IValidateOptions<GatewayOptions>;
