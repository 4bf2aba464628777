using AuthServe.Gateway.Conditions;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Outcomes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServe.Gateway.Permissions;

internal static class ManifestEndpoints
{
    public static void MapManifest(this IEndpointRouteBuilder api)
    {
        api.MapPut("/permissions:import", ImportAsync)
            .WithName("importPermissions").WithTags(ApiTags.Permissions).WithMetadata(BodyLimit.Manifest)
            .WithSummary("Make catalogue and roles what a manifest says, in one revision")
            .WithDescription(
                "Permissions and custom roles that the manifest does not have are deleted, also from everybody who has them, which requires "
                + "auth.permission.delete and auth.role.delete. System permissions and system roles stay: a system role that the manifest has keeps "
                + "the system permissions it carries and of the others carries exactly those listed. With dry_run=true nothing changes; sent "
                + "again with the ETag of the answer as If-Match, the manifest has exactly the effect that was answered, or is refused with 412. "
                + "A manifest without a difference makes no revision. The body may have 32 MiB.")
            .Refuses(
                ProblemCodes.PermissionRequired, ProblemCodes.PreconditionFailed, "permission.limit_reached", "role.limit_reached", "role.too_many_permissions",
                "permission.not_found", "permission.reserved", "grant.exceeds_own", "owner.required", "actor.forbidden")
            .HonoursIfMatch().RequirePermission("auth.permission.write").RequirePermission("auth.role.write");
        api.MapGet("/permissions:export", ExportAsync)
            .WithName("exportPermissions").WithTags(ApiTags.Permissions).WithSummary("The manifest of catalogue and roles as they are")
            .WithDescription("Importing it changes nothing.")
            .Refuses("actor.forbidden")
            .RequirePermission("auth.permission.read").RequirePermission("auth.role.read");
    }

    private static async Task<Results<Ok<DifferenceModel>, Problem>> ImportAsync(
        ImportRequest body, [AsParameters] ImportQuery query, Caller caller, Cluster cluster, HttpResponse response)
    {
        if (!body.TryRead(out var manifest, out var problem)) return problem;
        if (!query.TryRead(caller, manifest, out var command, out problem)) return problem;
        var outcome = await cluster.Manifest(caller.Organization).ImportAsync(caller.Actor, command);
        if (!outcome.Succeeded(out var receipt, out var fault)) return Problem.Of(fault);

        response.SetRevision(receipt.Revision);
        response.SetTag(EntityTag.Of(receipt.Revision));
        return TypedResults.Ok(DifferenceModel.From(receipt, command.IsDryRun));
    }

    private static async Task<Results<Ok<ManifestModel>, NotModified, Problem>> ExportAsync(
        Caller caller, Cluster cluster, HttpContext context, CancellationToken cancellationToken)
    {
        var outcome = await cluster.Manifest(caller.Organization).ExportAsync(cancellationToken);
        return outcome.Answer(context, receipt => EntityTag.Of(receipt.Revision), receipt => ManifestModel.From(receipt.Value));
    }
}
