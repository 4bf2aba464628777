using AuthServe.GrainInterfaces.Idempotency;
using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.GrainInterfaces.Accounts;

/// <summary>Identifies a user account, a person's or a system's. A version 7 UUID (RFC 9562, section 5.7).</summary>
[GenerateSerializer, Immutable, Alias("authserve.UserId")]
public readonly record struct UserId([property: Id(0)] Guid Value)
{
    /// <summary>A fresh id, ordered by time.</summary>
    public static UserId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <summary>Lower-case, with dashes.</summary>
    public override string ToString() => Value.ToString("D");
}

/// <summary>Identifies an organization (tenant). A version 7 UUID (RFC 9562, section 5.7).</summary>
[GenerateSerializer, Immutable, Alias("authserve.OrganizationId")]
public readonly record struct OrganizationId([property: Id(0)] Guid Value)
{
    /// <summary>A fresh id, ordered by time.</summary>
    public static OrganizationId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <summary>Lower-case, with dashes.</summary>
    public override string ToString() => Value.ToString("D");
}

/// <summary>Who asks for a change. An argument of every command: never ambient.</summary>
/// <param name="User">The subject of the caller's token.</param>
/// <param name="RequestId">Names the request in the logs of the gateway; null when there was none.</param>
[GenerateSerializer, Immutable, Alias("authserve.Actor")]
public readonly record struct Actor([property: Id(0)] UserId User, [property: Id(1)] string? RequestId = null)
{
    /// <summary>The state that the resource must be in for the change to be made; null for any.</summary>
    [Id(2)]
    public Precondition? IfMatch { get; init; }

    /// <summary>The request that the change is made for, when it must not be made twice; null when the caller did not ask for that.</summary>
    [Id(3)]
    public RequestKey? Key { get; init; }
}
