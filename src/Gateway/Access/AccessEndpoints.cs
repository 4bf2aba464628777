using System.Security.Claims;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Limits;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServe.Gateway.Access;

internal static class AccessEndpoints
{
    public static void MapAccess(this IEndpointRouteBuilder app)
    {
        var access = app.MapGroup(AccessApi.Path + "/v1").WithTags(ApiTags.Access).WithMetadata(BodyLimit.Checks).LimitedAsChecks().RequireMembership();

        access.MapPost("/evaluation", EvaluateAsync)
            .WithName("evaluate").WithSummary("May this user do that?")
            .WithDescription(
                "OpenID AuthZEN Authorization API 1.0, section 6. Asking about oneself needs no permission, about others "
                + "auth.permission.read. A refusal is an answer, not an error.")
            .Accepts<EvaluationRequest>(AccessApi.ContentType)
            .Produces<EvaluationModel>(StatusCodes.Status200OK, AccessApi.ContentType)
            .Refuses(ProblemCodes.RequestInvalid, ProblemCodes.PermissionRequired, ProblemCodes.RevisionNotReached);
        access.MapPost("/evaluations", EvaluateManyAsync)
            .WithName("evaluateMany").WithSummary("Many checks in one call")
            .WithDescription(
                "OpenID AuthZEN Authorization API 1.0, section 7. An incomplete item is answered with an error in its place, the others "
                + "are made. Without items the request is answered as one evaluation.")
            .Accepts<EvaluationsRequest>(AccessApi.ContentType)
            .Produces<EvaluationsModel>(StatusCodes.Status200OK, AccessApi.ContentType)
            .Produces<EvaluationModel>(StatusCodes.Status200OK, AccessApi.ContentType)
            .Refuses(ProblemCodes.RequestInvalid, ProblemCodes.PermissionRequired, ProblemCodes.RevisionNotReached);
    }

    private static async Task<Results<DecisionAnswer, DecisionsAnswer, Problem>> EvaluateAsync(
        HttpRequest request, ClaimsPrincipal principal, Caller caller, Evaluator evaluator, CancellationToken cancellationToken) =>
        await AnswerAsync(
            await ReadAsync(request, readsMany: false, cancellationToken), principal, caller, evaluator, cancellationToken);

    private static async Task<Results<DecisionAnswer, DecisionsAnswer, Problem>> EvaluateManyAsync(
        HttpRequest request, ClaimsPrincipal principal, Caller caller, Evaluator evaluator, CancellationToken cancellationToken) =>
        await AnswerAsync(
            await ReadAsync(request, readsMany: true, cancellationToken), principal, caller, evaluator, cancellationToken);

    private static async ValueTask<Asked> ReadAsync(HttpRequest request, bool readsMany, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType()) return Asked.Flawed(AccessApi.WrongContentType);
        return await request.BodyReader.ReadAsync(body => EvaluationParser.Parse(body, readsMany), cancellationToken);
    }

    private static async Task<Results<DecisionAnswer, DecisionsAnswer, Problem>> AnswerAsync(
        Asked asked, ClaimsPrincipal principal, Caller caller, Evaluator evaluator, CancellationToken cancellationToken)
    {
        if (asked.FirstFlaw is { } flaw) return RequestProblems.Invalid(flaw);
        var (answers, problem) = await evaluator.EvaluateAsync(principal, caller, asked.Checks, cancellationToken);
        if (problem is not null) return problem;
        if (asked.IsSingle)
        {
            // The only error left to one check that could be read.
            return answers[0].Context.Error is { } error
                ? new Problem(ProblemCodes.RevisionNotReached, error.Message)
                : new DecisionAnswer(answers[0]);
        }

        return new DecisionsAnswer(new(Until(asked.StopsAt, answers)));
    }

    // Up to and with the first that decides.
    private static ArraySegment<EvaluationModel> Until(bool? decision, EvaluationModel[] answers)
    {
        var at = decision is { } deciding ? Array.FindIndex(answers, answer => answer.Decision == deciding) : -1;
        return at < 0 ? answers : new ArraySegment<EvaluationModel>(answers, 0, at + 1);
    }
}
