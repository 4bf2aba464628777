using AuthServe.GrainInterfaces.Idempotency;
using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.Gateway.Conditions;

/// <summary>What a write says of how it is to be made. It reaches the command with the actor.</summary>
internal sealed class WriteConditions
{
    /// <summary>The state that the resource must be in; null for any.</summary>
    public Precondition? IfMatch { get; set; }

    /// <summary>The request it is made for, when it must not be made twice; null when the caller did not ask for that.</summary>
    public RequestKey? Key { get; set; }

    /// <summary>Those of a request.</summary>
    public static WriteConditions Of(HttpContext context)
    {
        if (context.Features.Get<WriteConditions>() is not { } conditions) context.Features.Set(conditions = new WriteConditions());
        return conditions;
    }
}
