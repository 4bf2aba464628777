using Microsoft.AspNetCore.RateLimiting;

namespace AuthServe.Gateway.Limits;

/// <summary>What an endpoint says of how often it may be called. The last word counts: an endpoint's before its group's.</summary>
internal static class RateLimit
{
    /// <summary>The limit of what anybody may send.</summary>
    public const string SignIn = "sign-in";

    /// <summary>The limit of what OAuth clients ask for.</summary>
    public const string Tokens = "tokens";

    /// <summary>The limit of the API.</summary>
    public const string Api = "api";

    /// <summary>The limit of checks.</summary>
    public const string Checks = "checks";

    /// <summary>Limits by client address what somebody may send who has not proved who they are.</summary>
    public static TBuilder LimitedByAddress<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireRateLimiting(SignIn);

    /// <summary>Limits by client address what OAuth clients ask for.</summary>
    public static TBuilder LimitedAsTokens<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireRateLimiting(Tokens);

    /// <summary>Limits by user, which is for all of the API.</summary>
    public static TBuilder LimitedByUser<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireRateLimiting(Api);

    /// <summary>Limits as checks are, which by default are not.</summary>
    public static TBuilder LimitedAsChecks<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireRateLimiting(Checks);

    /// <summary>The limit an endpoint has; null for none.</summary>
    public static string? Of(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName;
}
