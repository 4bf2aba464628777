using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.Permissions;

/// <summary>
/// The catalogue of permissions of an organization: what its roles may carry. Key: the organization's id. Every command may fault with
/// <c>actor.forbidden</c>.
/// </summary>
[Alias("authserve.IOrganizationPermissions")]
public interface IOrganizationPermissions : IGrainWithGuidKey
{
    /// <summary>The catalogue, by slug.</summary>
    [AlwaysInterleave, Alias("List")]
    ValueTask<Page<Permission>> ListPermissionsAsync(PermissionFilter filter, string? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>One permission, or <c>permission.not_found</c>.</summary>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<Outcome<Permission>> GetPermissionAsync(string permission, CancellationToken cancellationToken = default);

    /// <summary>Adds a permission. Faults: <c>permission.exists</c>.</summary>
    [Alias("Create")]
    Task<Outcome<Receipt<Permission>>> CreatePermissionAsync(Actor actor, string permission, string? description, CancellationToken cancellationToken = default);

    /// <summary>Removes a permission, also from every role. Faults: <c>permission.not_found</c>, <c>permission.system</c>.</summary>
    [Alias("Delete")]
    Task<Outcome<Receipt>> DeletePermissionAsync(Actor actor, string permission, CancellationToken cancellationToken = default);
}

/// <summary>A permission of the catalogue.</summary>
/// <param name="Slug"><c>{service}.{resource}.{action}</c>.</param>
/// <param name="Description">Shown to people; null when there is none.</param>
/// <param name="IsSystem">System permissions cannot be removed.</param>
/// <param name="CreatedAt">UTC.</param>
[GenerateSerializer, Immutable, Alias("authserve.Permission")]
public sealed record Permission(
    [property: Id(0)] string Slug,
    [property: Id(1)] string? Description,
    [property: Id(2)] bool IsSystem,
    [property: Id(3)] DateTimeOffset CreatedAt);

/// <summary>Narrows a listing; null does not.</summary>
/// <param name="Service">Equal to the first part.</param>
/// <param name="Resource">Equal to the second part.</param>
/// <param name="Prefix">The slug begins with it.</param>
[GenerateSerializer, Immutable, Alias("authserve.PermissionFilter")]
public sealed record PermissionFilter(
    [property: Id(0)] string? Service,
    [property: Id(1)] string? Resource,
    [property: Id(2)] string? Prefix);
