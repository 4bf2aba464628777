using System.ComponentModel;

namespace AuthServe.Gateway.Access;

// The requests as they are documented. EvaluationParser reads them: it forgives what AuthZEN wants forgiven, item by item.

/// <summary>Asks for one check (AuthZEN, section 6.1).</summary>
internal sealed record EvaluationRequest(
    SubjectModel Subject,
    ActionModel Action,
    ResourceModel Resource,
    ContextModel? Context = null);

/// <summary>Asks for many checks (AuthZEN, section 7.1); its own members stand in for those an item does not have.</summary>
internal sealed record EvaluationsRequest(
    SubjectModel? Subject = null,
    ActionModel? Action = null,
    ResourceModel? Resource = null,
    ContextModel? Context = null,
    [property: Description("Without any, the request is answered as one check.")] IReadOnlyList<EvaluationItemModel>? Evaluations = null,
    EvaluationOptionsModel? Options = null);

/// <summary>One of many checks.</summary>
internal sealed record EvaluationItemModel(
    SubjectModel? Subject = null, ActionModel? Action = null, ResourceModel? Resource = null, ContextModel? Context = null);

/// <summary>In what circumstances. Members of your own are ignored.</summary>
internal sealed record ContextModel(
    [property: Description("The answer is true for this revision of the organization or a later one: the AuthServe-Revision of a write.")]
    long? MinRevision = null);

/// <summary>Who would do it.</summary>
internal sealed record SubjectModel(
    [property: Description("user.")] string Type,
    [property: Description("User id, user name or e-mail address.")] string Id);

/// <summary>What would be done.</summary>
internal sealed record ActionModel([property: Description("The last part of a permission, such as create.")] string Name);

/// <summary>What it would be done to.</summary>
internal sealed record ResourceModel(
    [property: Description("The first two parts of a permission, such as billing.invoice.")] string Type,
    [property: Description("The object; * for all of the organization.")] string Id);

/// <summary>How many checks are made.</summary>
internal sealed record EvaluationOptionsModel(
    [property: Description("execute_all (unless it is given), deny_on_first_deny or permit_on_first_permit."),
     DefaultValue("execute_all")]
    string? EvaluationsSemantic = null);
