using AuthServe.Gateway.Input;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServe.Gateway.Audit;

internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags(ApiTags.Audit).RequirePermission("auth.audit.read");

        audit.MapGet("", ListAsync)
            .WithName("listAudit").WithSummary("Every change of the organization, the newest first")
            .WithDescription("Who asked for what, when, in which request, and what it was about before and after. Filters add up.")
            .Refuses(ProblemCodes.RequestInvalid);
        audit.MapGet("/verify", VerifyAsync)
            .WithName("verifyAudit").WithSummary("Whether the audit log is what was written")
            .WithDescription(
                "Recomputes the chain of hashes from its first entry to the newest, which must have the hash that the organization "
                + "committed with it. Names the first revision that is wrong.");
    }

    private static async Task<Results<Ok<PageModel<AuditEntryModel>>, Problem>> ListAsync(
        [AsParameters] AuditQuery query, [AsParameters] PageQuery page, Caller caller, Cluster cluster, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var filter = query.Read(fields);
        var (before, limit) = page.Read<long>(fields);
        if (!fields.AreValid(out var problem)) return problem;

        var found = await cluster.Audit(caller.Organization).ListAsync(filter, before, limit, cancellationToken);
        return TypedResults.Ok(PageModel<AuditEntryModel>.From(found, AuditEntryModel.From));
    }

    private static async Task<Ok<AuditVerificationModel>> VerifyAsync(Caller caller, Cluster cluster, CancellationToken cancellationToken) =>
        TypedResults.Ok(AuditVerificationModel.From(await cluster.Audit(caller.Organization).VerifyAsync(cancellationToken)));
}
