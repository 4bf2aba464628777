using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.GrainInterfaces.Permissions;

/// <summary>Permissions and roles of an organization as one document. Key: the organization's id.</summary>
[Alias("authserve.IOrganizationManifest")]
public interface IOrganizationManifest : IGrainWithGuidKey
{
    /// <summary>The manifest of the organization as it is, and its revision. Importing it changes nothing.</summary>
    [Alias("Export")]
    Task<Outcome<Receipt<Manifest>>> ExportAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes the catalogue and the roles what the manifest says, all of it in one revision; or only tells what that would change. Without a
    /// difference there is no new revision. Faults: <c>actor.forbidden</c>, <c>permission.required</c> (something would be deleted),
    /// <c>grant.exceeds_own</c> and <c>owner.required</c> as everywhere, <c>precondition.failed</c>, <c>permission.not_found</c> (a role
    /// carries what the manifest does not have), <c>permission.reserved</c>, <c>permission.limit_reached</c>, <c>role.limit_reached</c>,
    /// <c>role.too_many_permissions</c>.
    /// </summary>
    [Alias("Import")]
    Task<Outcome<Receipt<ManifestDifference>>> ImportAsync(Actor actor, ImportManifest command, CancellationToken cancellationToken = default);
}

/// <summary>The permissions of an organization's own, and its roles.</summary>
/// <param name="Permissions">Without the system permissions.</param>
/// <param name="Roles">
/// All custom roles. A system role that is not among them stays as it is; one that is keeps the system permissions it carries, gets those
/// that are named, and of the others carries exactly those that are named.
/// </param>
[GenerateSerializer, Immutable, Alias("authserve.Manifest")]
public sealed record Manifest(
    [property: Id(0)] ImmutableArray<ManifestPermission> Permissions,
    [property: Id(1)] ImmutableArray<ManifestRole> Roles);

/// <summary>A permission of a manifest.</summary>
/// <param name="Slug"><c>{service}.{resource}.{action}</c>; each once.</param>
/// <param name="Description">Shown to people; null for none.</param>
[GenerateSerializer, Immutable, Alias("authserve.ManifestPermission")]
public sealed record ManifestPermission([property: Id(0)] string Slug, [property: Id(1)] string? Description);

/// <summary>A role of a manifest.</summary>
/// <param name="Name">Slug; each once.</param>
/// <param name="DisplayName">Null: the name; for a system role, what it has.</param>
/// <param name="Permissions">Slugs of the manifest's permissions and of system permissions, each once.</param>
[GenerateSerializer, Immutable, Alias("authserve.ManifestRole")]
public sealed record ManifestRole(
    [property: Id(0)] string Name,
    [property: Id(1)] string? DisplayName,
    [property: Id(2)] ImmutableArray<string> Permissions);

/// <summary>Asks to import a manifest.</summary>
/// <param name="Manifest">What is to be.</param>
/// <param name="IsDryRun">Whether to tell the difference and change nothing.</param>
/// <param name="ExpectedRevision">The revision that the organization must be at; null for any. The tag of an actor's condition is that revision, too.</param>
/// <param name="MayDeletePermissions">Whether the caller's token lets it delete permissions. That the actor may is checked beside.</param>
/// <param name="MayDeleteRoles">Whether the caller's token lets it delete roles.</param>
[GenerateSerializer, Immutable, Alias("authserve.ImportManifest")]
public sealed record ImportManifest(
    [property: Id(0)] Manifest Manifest,
    [property: Id(1)] bool IsDryRun,
    [property: Id(2)] long? ExpectedRevision,
    [property: Id(3)] bool MayDeletePermissions,
    [property: Id(4)] bool MayDeleteRoles);
