using System.Collections.Immutable;

namespace AuthServe.GrainInterfaces.Organizations;

/// <summary>The roles of an organization and what each grants, as of one revision.</summary>
/// <param name="Revision">Every change up to this one is in effect, in the policy and in the user grains.</param>
/// <param name="Roles">All roles.</param>
[GenerateSerializer, Immutable, Alias("authserve.PolicySnapshot")]
public sealed record PolicySnapshot([property: Id(0)] long Revision, [property: Id(1)] ImmutableArray<RoleGrant> Roles);

/// <summary>What one role grants.</summary>
/// <param name="Role">Slug.</param>
/// <param name="Incarnation">The revision that created the role: an assignment counts only for the incarnation it names.</param>
/// <param name="Permissions">Permission slugs.</param>
[GenerateSerializer, Immutable, Alias("authserve.RoleGrant")]
public sealed record RoleGrant(
    [property: Id(0)] string Role,
    [property: Id(1)] long Incarnation,
    [property: Id(2)] ImmutableArray<string> Permissions);
