using System.ComponentModel;
using System.Text.Json.Serialization;

namespace AuthServe.Gateway.Access;

/// <summary>An answer to a check (AuthZEN, section 6.2).</summary>
internal sealed record EvaluationModel(bool Decision, EvaluationContextModel Context);

/// <summary>How a check came out.</summary>
internal sealed record EvaluationContextModel
{
    [Description("The revision of the organization the answer is true for; 0 when the subject is no member.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Revision { get; init; }

    [Description("The roles that grant it, when it is allowed.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Via { get; init; }

    [Description("Why not: not_granted, not_member or disabled.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    [Description("What is wrong with this evaluation, when it could not be made.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AccessErrorDetailModel? Error { get; init; }
}

/// <summary>The answers to many checks, in the order they were asked (AuthZEN, section 7.2).</summary>
internal sealed record EvaluationsModel(IReadOnlyList<EvaluationModel> Evaluations);

/// <summary>An error of the access API.</summary>
internal sealed record AccessErrorModel(AccessErrorDetailModel Error);

/// <summary>What is wrong.</summary>
internal sealed record AccessErrorDetailModel(int Status, string Message);
