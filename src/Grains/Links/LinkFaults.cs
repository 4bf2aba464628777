using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.Grains.Links;

/// <summary>Why a link is refused. Nothing here tells one that was used from one that never was.</summary>
internal static class LinkFaults
{
    public static readonly Fault Invalid = new("link.invalid", "This link is not good: it was used, has run out, or a newer one has taken its place.");
}
