using System.Security.Claims;
using System.Threading.RateLimiting;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace AuthServe.Gateway.Limits;

internal static class RateLimitHosting
{
    private static readonly string[] ByAddress = [RateLimit.SignIn, RateLimit.Tokens];

    /// <summary>Adds the limits and their settings.</summary>
    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RateLimitOptions>, RateLimitOptionsValidator>();
        services.AddRateLimiter(static _ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<RateLimitOptions>>(static (limiter, limits) =>
        {
            limiter.OnRejected = static (context, _) => new(RefuseAsync(context));
            limiter.AddPolicy(RateLimit.SignIn, context => Bucket(ClientAddress.Of(context), limits.Value.SignInPerMinute));
            limiter.AddPolicy(RateLimit.Tokens, context => Bucket(ClientAddress.Of(context), limits.Value.TokensPerMinute));
            limiter.AddPolicy(RateLimit.Api, context => Bucket(UserOrAddress(context), limits.Value.ApiPerMinute));
            limiter.AddPolicy(RateLimit.Checks, context => Bucket(UserOrAddress(context), limits.Value.ChecksPerMinute));
        });
    }

    /// <summary>Limits what is counted by address: before authentication, where OAuth's endpoints are answered and passwords cost most.</summary>
    public static void UseRateLimitsByAddress(this IApplicationBuilder app) => app.UseLimits(static limit => ByAddress.Contains(limit));

    /// <summary>Limits what is counted by user: before authorization, which asks a silo.</summary>
    public static void UseRateLimitsByUser(this IApplicationBuilder app) => app.UseLimits(static limit => !ByAddress.Contains(limit));

    // What is not limited, as checks are not unless it is set, does not come near the limiter.
    private static void UseLimits(this IApplicationBuilder app, Func<string, bool> isMeant)
    {
        var limits = app.ApplicationServices.GetRequiredService<IOptions<RateLimitOptions>>().Value;
        (string Name, int PerMinute)[] all =
        [
            (RateLimit.SignIn, limits.SignInPerMinute), (RateLimit.Tokens, limits.TokensPerMinute),
            (RateLimit.Api, limits.ApiPerMinute), (RateLimit.Checks, limits.ChecksPerMinute),
        ];
        var active = all.Where(limit => limits.Enabled && limit.PerMinute > 0 && isMeant(limit.Name)).Select(limit => limit.Name).ToArray();
        if (active.Length == 0) return;
        app.UseWhen(context => RateLimit.Of(context.GetEndpoint()) is { } limit && active.Contains(limit), static limited => limited.UseRateLimiter());
    }

    // A bucket is full after a minute without a call, and fills evenly.
    private static RateLimitPartition<string> Bucket(string caller, int perMinute) => RateLimitPartition.GetTokenBucketLimiter(
        caller, _ => new()
        {
            TokenLimit = perMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
            AutoReplenishment = false,
        });

    private static string UserOrAddress(HttpContext context) =>
        context.User.FindFirstValue(TokenClaims.Subject) is { } user ? "u/" + user : ClientAddress.Of(context);

    private static Task RefuseAsync(OnRejectedContext rejected)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var delay) ? delay : TimeSpan.FromSeconds(1);
        return ProblemWriter.WriteAsync(
            rejected.HttpContext, new(ProblemCodes.RateLimitExceeded, "Too many requests in a short time. Wait, and try again.", wait));
    }
}
