using AuthServe.Gateway.Conditions;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Limits;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Invitations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AuthServe.Gateway.Invitations;

internal static class InvitationEndpoints
{
    public static void MapInvitations(this IEndpointRouteBuilder api)
    {
        var invitations = api.MapGroup("/invitations").WithTags(ApiTags.Users);

        invitations.MapGet("", ListAsync)
            .WithName("listInvitations").WithSummary("The invitations that wait to be accepted, the oldest first")
            .Refuses(ProblemCodes.RequestInvalid).RequirePermission("auth.user.read");
        invitations.MapPost("", InviteAsync)
            .WithName("invite").WithSummary("Invite somebody by mail")
            .WithDescription(
                "Sends a link that is good once. Inviting an address again renews its invitation: the link sent before is good no more. "
                + "What the role grants must be within what the caller holds, now and when the invitation is accepted.")
            .Refuses(
                "role.not_found", "grant.exceeds_own", "owner.required", "user.already_member", "invitation.limit_reached", "actor.forbidden")
            .RequirePermission("auth.user.write");
        invitations.MapDelete("/{invitation_id}", RevokeAsync)
            .WithName("revokeInvitation").WithSummary("Take an invitation back")
            .WithDescription("When this answers, its link is good no more.")
            .Refuses("invitation.not_found", "actor.forbidden").RequirePermission("auth.user.write");
        invitations.MapPost("/accept", AcceptAsync)
            .WithName("acceptInvitation").WithSummary("Accept an invitation")
            .WithDescription(
                "Without an access token, makes an account with the address that was invited; with one, of POST /v1/login, the account of the "
                + "token joins. Happens once.")
            .Refuses(
                "invitation.not_found", "invitation.used", "invitation.expired", "invitation.void", "user.already_member",
                "user.username_taken", "user.email_taken", "user.password_weak", "user.not_found", "sign_in.busy")
            .LimitedByAddress().AllowPersonalSession();
    }

    private static async Task<Results<Ok<PageModel<InvitationModel>>, Problem>> ListAsync(
        [AsParameters] PageQuery page, Caller caller, Cluster cluster, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var (key, limit) = page.Read(fields);
        var isId = Guid.TryParseExact(key, "D", out var after);
        if (key is not null && !isId) fields.Refuse("cursor", "It must be the next_cursor of an earlier answer.");
        if (!fields.AreValid(out var problem)) return problem;

        var found = await cluster.Invitations(caller.Organization)
            .ListInvitationsAsync(isId ? new InvitationId(after) : null, limit, cancellationToken);
        return TypedResults.Ok(PageModel<InvitationModel>.From(found, InvitationModel.From));
    }

    private static async Task<Results<Created<InvitationModel>, Problem>> InviteAsync(
        InviteRequest body, Caller caller, Cluster cluster, HttpResponse response)
    {
        if (!body.TryRead(out var command, out var problem)) return problem;
        var outcome = await cluster.Invitations(caller.Organization).InviteAsync(caller.Actor, command);
        if (!outcome.Succeeded(out var receipt, out var fault)) return Problem.Of(fault);

        response.SetRevision(receipt.Revision);
        return TypedResults.Created($"/v1/invitations/{receipt.Value.Id}", InvitationModel.From(receipt.Value));
    }

    private static async Task<Results<NoContent, Problem>> RevokeAsync(
        [FromRoute(Name = "invitation_id")] string invitation, Caller caller, Cluster cluster, HttpResponse response)
    {
        var outcome = await cluster.Invitations(caller.Organization).RevokeInvitationAsync(caller.Actor, PathNames.Invitation(invitation));
        return outcome.Answer(response);
    }

    private static async Task<Results<Ok<JoinedModel>, Problem>> AcceptAsync(
        AcceptInvitationRequest body, HttpContext context, Cluster cluster)
    {
        var (caller, key) = (Caller.From(context.User), WriteConditions.Of(context).Key);
        if (!body.TryRead(caller, ProblemWriter.TraceId(context), key, out var command, out var problem)) return problem;
        var outcome = await cluster.Accounts.AcceptInvitationAsync(command);
        if (!outcome.Succeeded(out var receipt, out var fault)) return Problem.Of(fault);

        context.Response.SetRevision(receipt.Revision);
        return TypedResults.Ok(JoinedModel.From(receipt.Value));
    }
}
