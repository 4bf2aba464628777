using System.Collections.Immutable;

namespace AuthServe.GrainInterfaces.Outcomes;

/// <summary>
/// The states of a resource in one of which it must be for a command to change it; the refusal is <c>precondition.failed</c>. The command
/// looks at it in the turn that makes the change: nothing comes between.
/// </summary>
/// <param name="Tags">Those states, as <see cref="EntityTag"/> names them.</param>
[GenerateSerializer, Immutable, Alias("authserve.Precondition")]
public sealed record Precondition([property: Id(0)] ImmutableArray<string> Tags)
{
    /// <summary>Whether the resource is in one of them.</summary>
    public bool IsMetBy(string tag) => Tags.Contains(tag);
}
