using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServe.Gateway.Health;

internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags(ApiTags.Operations).AllowAnonymous();

        health.MapGet("/live", Live)
            .WithName("getLiveness").WithSummary("Whether the process answers");
        health.MapGet("/ready", ReadyAsync)
            .WithName("getReadiness").WithSummary("Whether a silo answers")
            .WithDescription("503 while none can be reached, and once the gateway has been told to stop: send no traffic here then.")
            .Refuses(ProblemCodes.ServiceUnavailable);
    }

    private static Ok<HealthModel> Live() => TypedResults.Ok(new HealthModel("live"));

    // Asks a silo; what is thrown when none answers is answered as everywhere.
    private static async Task<Results<Ok<HealthModel>, Problem>> ReadyAsync(
        TokenKeys keys, IHostApplicationLifetime lifetime, TimeProvider time, CancellationToken cancellationToken)
    {
        if (lifetime.IsDraining()) return Unavailability.Problem;
        await keys.RefreshAsync(cancellationToken).WaitAsync(Patience, time, cancellationToken);
        return TypedResults.Ok(new HealthModel("ready"));
    }
}
