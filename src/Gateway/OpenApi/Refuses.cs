namespace AuthServe.Gateway.OpenApi;

/// <summary>What an endpoint documents of the refusals it can answer, beside those that follow from what it requires.</summary>
/// <param name="Codes">Codes of the catalogue of problems.</param>
internal sealed record RefusesMetadata(IReadOnlyList<string> Codes);

internal static class RefusesExtensions
{
    /// <summary>Documents the problem codes that an endpoint answers with.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder endpoint, params string[] codes)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new RefusesMetadata(codes));
}
