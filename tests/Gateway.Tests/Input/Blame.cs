using System.Net;
using Xunit;

namespace AuthServe.Gateway.Tests.Input;

/// <summary>What a refusal says of who is to blame.</summary>
public static class Blame
{
    public static void ExpectConflict(this Answer answer, string code) => answer.ExpectProblem(HttpStatusCode.Conflict, code);

    public static void ExpectUnknown(this Answer answer, string code) => answer.ExpectProblem(HttpStatusCode.NotFound, code);

    /// <summary>Expects a bad request, with no member to blame or exactly this one.</summary>
    public static void ExpectInvalid(this Answer answer, string? member = null, string code = "request.invalid")
    {
        answer.ExpectProblem(HttpStatusCode.BadRequest, code);
        Assert.Equal($"urn:authserve:problem:{code}", answer["type"]);
        Assert.Equal(400, answer.Json["status"]!.GetValue<int>());
        Assert.NotEmpty(answer["title"]);
        Assert.NotEmpty(answer["detail"]);
        Assert.NotEmpty(answer["trace_id"]);

        var errors = answer.Json["errors"]?.AsObject();
        Assert.Equal(member is null ? [] : [member], errors?.Select(error => error.Key) ?? []);
        if (member is not null) Assert.All(errors![member]!.AsArray(), message => Assert.NotEmpty(message!.GetValue<string>()));
    }
}
