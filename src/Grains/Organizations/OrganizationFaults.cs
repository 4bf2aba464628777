using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Permissions;

namespace AuthServe.Grains.Organizations;

/// <summary>Why an organization refuses a command.</summary>
internal static class OrganizationFaults
{
    public static readonly Fault Forbidden = new("actor.forbidden", "You may not do this in this organization.");

    public static readonly Fault ExceedsOwn = new(
        "grant.exceeds_own", "This would grant permissions that you do not hold yourself. Only an owner may grant those.");

    public static readonly Fault OwnerRequired = new("owner.required", "Only an owner may make, change or remove an owner or the owner role.");

    public static readonly Fault LastOwner = new(
        "organization.last_owner", "An organization keeps at least one active owner. Make somebody else an owner first.");

    public static readonly Fault NotConfirmed = new(
        "organization.not_confirmed", "This is not the name of the organization. Give it as it is, to show that this is the one you mean.");

    public static readonly Fault InProgress = new(
        "idempotency.in_progress", "An execution of this request has not ended, or was cut off. Ask again.", TimeSpan.FromSeconds(5));

    public static readonly Fault PreconditionFailed = new(
        "precondition.failed", "This is not the state that If-Match names: somebody has changed it. Read it again.");

    public static readonly Fault UserNotFound = new("user.not_found", "There is no such user in this organization.");

    public static readonly Fault UsernameTaken = new("user.username_taken", "Another account has this user name.");

    public static readonly Fault EmailTaken = new("user.email_taken", "Another account has this e-mail address.");

    public static readonly Fault SystemRole = new("role.system", "System roles cannot be deleted.");

    public static readonly Fault OwnerKeepsSystemPermissions = new(
        "role.owner_keeps_system_permissions", "The owner role always carries every system permission.");

    public static readonly Fault SystemPermission = new("permission.system", "System permissions cannot be removed.");

    public static readonly Fault ReservedPermission = new(
        "permission.reserved", "The service 'auth' is reserved for system permissions. Choose another service.");

    public static readonly Fault TooManyRoles = new("role.limit_reached", $"An organization has at most {OrganizationLimits.Roles} roles of its own.");

    public static readonly Fault TooManyPermissionsOfARole = new(
        "role.too_many_permissions", $"A role carries at most {OrganizationLimits.PermissionsOfARole} permissions. 'all' counts as one.");

    public static readonly Fault TooManyPermissions = new(
        "permission.limit_reached", $"An organization has at most {OrganizationLimits.Permissions} permissions of its own.");

    public static readonly Fault ClientNotFound = new("client.not_found", "There is no such client in this organization.");

    public static readonly Fault TooManyClients = new(
        "client.limit_reached", $"An organization has at most {OrganizationLimits.Clients} clients.");

    public static readonly Fault TooManyInvitations = new(
        "invitation.limit_reached", $"An organization has at most {OrganizationLimits.Invitations} invitations that wait. Take some back.");

    public static readonly Fault ClientHasNoSecret = new(
        "client.no_secret", "Only a client that authenticates with client_secret_basic or client_secret_post has a secret.");

    public static readonly Fault ClientIsNoOwner = new("client.no_owner", "A client cannot have the role 'owner'. Owners are people.");

    public static Fault RevisionMismatch(long revision) => new(
        "precondition.failed", $"The organization is at revision {revision}, not at the one that was expected. Look again what this would change.");

    public static Fault ImportDeletes(string what, PermissionName permission) => new(
        "permission.required", $"This import would delete {what}, which requires {permission}, held and in the token's scope.");

    public static Fault ClientInvalid(string message) => new("client.invalid", message);

    public static Fault RoleNotFound(string role) => new("role.not_found", $"There is no role '{role}' in this organization.");

    public static Fault RoleExists(string role) => new("role.exists", $"There is a role '{role}' already.");

    public static Fault PermissionNotFound(string permission) =>
        new("permission.not_found", $"There is no permission '{permission}' in this organization's catalogue.");

    public static Fault PermissionExists(string permission) => new("permission.exists", $"There is a permission '{permission}' already.");
}
