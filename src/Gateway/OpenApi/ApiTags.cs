namespace AuthServe.Gateway.OpenApi;

/// <summary>The groups of operations in the document.</summary>
internal static class ApiTags
{
    public const string Account = "Account";
    public const string Organization = "Organization";
    public const string Users = "Users";
    public const string Roles = "Roles";
    public const string Permissions = "Permissions";
    public const string Clients = "Clients";
    public const string Audit = "Audit";
    public const string Access = "Access";
    public const string OAuth = "OAuth 2.0 and OpenID Connect";
    public const string Operations = "Operations";
}
