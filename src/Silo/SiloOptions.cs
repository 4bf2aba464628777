using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace AuthServe.Silo;

/// <summary>Where this silo is found, and which cluster it belongs to.</summary>
internal sealed class SiloOptions : IValidatableObject
{
    public const string Section = "AuthServe:Silo";

    /// <summary>TCP port for the other silos. Never public. Default 11111.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>TCP port for the gateways. Never public. Default 30000.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>IP address that the silo listens on, and that silos and gateways reach it by. Default 127.0.0.1.</summary>
    public string AdvertisedAddress { get; set; } = IPAddress.Loopback.ToString();

    /// <summary>Silos with the same one form a cluster. Default <c>authserve</c>.</summary>
    [RegularExpression(NamePattern, ErrorMessage = "AuthServe:Silo:ClusterId must be 1 to 150 letters, digits, '.', '_' or '-'.")]
    [Required(ErrorMessage = "AuthServe:Silo:ClusterId must not be empty.")]
    public string ClusterId { get; set; } = "authserve";

    /// <summary>Names the stored state; it stays the same for as long as the data is to be found. Default <c>authserve</c>.</summary>
    [RegularExpression(NamePattern, ErrorMessage = "AuthServe:Silo:ServiceId must be 1 to 150 letters, digits, '.', '_' or '-'.")]
    [Required(ErrorMessage = "AuthServe:Silo:ServiceId must not be empty.")]
    public string ServiceId { get; set; } = "authserve";

    /// <summary>
    /// For how long a silo of a cluster that was told to stop still passes on what gateways have sent through it, after it has asked them to send
    /// no more. Answers that take longer are lost. 0 to 1 min. Default 2 s.
    /// </summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestDrainTime = TimeSpan.FromMinutes(1);

    private const string NamePattern = "[A-Za-z0-9._-]{1,150}";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsPort(SiloPort)) yield return new("AuthServe:Silo:SiloPort must be a TCP port, 1 to 65535.");
        if (!IsPort(GatewayPort)) yield return new("AuthServe:Silo:GatewayPort must be a TCP port, 1 to 65535.");
        if (SiloPort == GatewayPort) yield return new("AuthServe:Silo:SiloPort and AuthServe:Silo:GatewayPort must differ.");
        if (DrainTime < TimeSpan.Zero || DrainTime > LongestDrainTime) yield return new("AuthServe:Silo:DrainTime must be 00:00:00 to 00:01:00.");
        if (!IPAddress.TryParse(AdvertisedAddress, out var address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            yield return new("AuthServe:Silo:AdvertisedAddress must be an IP address that silos and gateways reach this silo by.");
        }
    }

    private static bool IsPort(int number) => number is > 0 and <= ushort.MaxValue;
}

[OptionsValidator]
internal sealed partial class SiloOptionsValidator : IValidateOptions<SiloOptions>;
