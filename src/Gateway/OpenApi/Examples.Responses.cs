using System.Collections.Frozen;

namespace AuthServe.Gateway.OpenApi;

/// <summary>What operations answer.</summary>
internal static partial class Examples
{
    /// <summary>Bodies of answers.</summary>
    public static FrozenDictionary<string, string> Responses { get; } = new Dictionary<string, string>
    {
        ["signUp"] =
            """{ "user_id": "019a2b3c-4d60-7a11-b2c3-d4e5f6a7b8c9", "org_id": "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b" }""",
        ["listInvitations"] = Page(Invitation),
        ["invite"] = Invitation,
        ["acceptInvitation"] =
            """{ "user_id": "019a2b3c-7d3b-7e54-9f60-4b82c3d9eafb", "org_id": "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b" }""",
        ["login"] = Tokens,
        ["switchOrganization"] = Tokens,
        ["getMe"] = Me,
        ["getOrganization"] = Organization,
        ["updateOrganization"] = Organization,
        ["updateMe"] = Me,
        ["requestPasswordReset"] = """{ "message": "If there is an account with this address, a mail is on its way." }""",
        ["requestEmailVerification"] = """{ "message": "If the address is yet to be confirmed, a mail is on its way." }""",
        ["listMyRoles"] = Page(Role),
        ["getMyPermissions"] = EffectivePermissions,
        ["listMySessions"] = Page(Session),
        ["listUserSessions"] = Page(Session),
        ["listUsers"] = Page(User),
        ["addUser"] = User,
        ["getUser"] = User,
        ["updateUser"] = User,
        ["listUserRoles"] = Page(Role),
        ["getUserPermissions"] = EffectivePermissions,
        ["listRoles"] = Page(Role),
        ["createRole"] = Role,
        ["getRole"] = Role,
        ["updateRole"] = Role,
        ["listRoleUsers"] = Page(User),
        ["listPermissions"] = Page(Permission),
        ["createPermission"] = Permission,
        ["getPermission"] = Permission,
        ["importPermissions"] = Difference,
        ["exportPermissions"] = Manifest,
        ["listClients"] = Page(Client),
        ["createClient"] = ClientWithSecret,
        ["getClient"] = Client,
        ["updateClient"] = Client,
        ["rotateClientSecret"] = ClientWithSecret,
        ["listMySignIns"] = Page(SignIn),
        ["listUserSignIns"] = Page(SignIn),
        ["listAudit"] = Page(AuditEntry),
        ["verifyAudit"] =
            """
            {
              "valid": true,
              "first_revision": 1,
              "last_revision": 17,
              "last_hash": "9f2c1f0a64d5c0d7c0e2a3b1f4a98d1c6f3b0e7d5a2c4b6e8f1a3c5d7e9b0a2c",
              "entries": 17,
              "broken": null
            }
            """,
        ["evaluate"] = Allowed,
        ["evaluateMany"] =
            $$"""
            { "evaluations": [{{Allowed}}, { "decision": false, "context": { "revision": 17, "reason": "not_granted" } }] }
            """,
        ["searchSubjects"] =
            $$"""
            {
              "page": { "next_token": "7sVzG0mUq1Qf0Cz1xk2pUgAAAAIwMTlhMmIzYw", "count": 2 },
              {{FoundContext}},
              "results": [
                { "type": "user", "id": "019a2b3c-4d60-7a11-b2c3-d4e5f6a7b8c9" },
                { "type": "user", "id": "019a2b3c-5b1f-7c32-9d4e-2f60a1b7c8d9" }
              ]
            }
            """,
        ["searchResources"] =
            $$"""
            { "page": { "next_token": "", "count": 1 }, {{FoundContext}}, "results": [{ "type": "billing.invoice", "id": "*" }] }
            """,
        ["searchActions"] =
            $$"""
            { "page": { "next_token": "", "count": 2 }, {{FoundContext}}, "results": [{ "name": "create" }, { "name": "read" }] }
            """,
        ["getAuthZenConfiguration"] =
            """
            {
              "policy_decision_point": "https://auth.example.com",
              "access_evaluation_endpoint": "https://auth.example.com/access/v1/evaluation",
              "access_evaluations_endpoint": "https://auth.example.com/access/v1/evaluations",
              "search_subject_endpoint": "https://auth.example.com/access/v1/search/subject",
              "search_resource_endpoint": "https://auth.example.com/access/v1/search/resource",
              "search_action_endpoint": "https://auth.example.com/access/v1/search/action"
            }
            """,
        ["getJwks"] =
            """
            {
              "keys": [{
                "kid": "019a2b3c-0001",
                "kty": "EC",
                "use": "sig",
                "alg": "ES256",
                "crv": "P-256",
                "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
              }]
            }
            """,
        ["token"] =
            """
            { "access_token": "eyJhbGciOi...", "token_type": "Bearer", "expires_in": 900, "scope": "billing.invoice.read" }
            """,
        ["introspect"] =
            """
            {
              "active": true,
              "scope": "billing.invoice.read",
              "client_id": "019a2b3c-7a11-7b32-8c4d-5e6f70819293",
              "sub": "019a2b3c-5b1f-7c32-9d4e-2f60a1b7c8d9",
              "username": "bob",
              "org_id": "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b",
              "sid": "019a2b3c-6c2f-7d43-8e5f-3a71b2c8d9e0",
              "exp": 1772356500
            }
            """,
        ["authorizeDevice"] =
            """
            {
              "device_code": "asd_AZoxsY...",
              "user_code": "BCDF-GHJK",
              "verification_uri": "https://auth.example.com/device",
              "verification_uri_complete": "https://auth.example.com/device?user_code=BCDF-GHJK",
              "expires_in": 600
            }
            """,
        ["pushAuthorizationRequest"] =
            """{ "request_uri": "urn:ietf:params:oauth:request_uri:asp_AZoxsY...", "expires_in": 90 }""",
        ["getUserInfo"] =
            """
            {
              "sub": "019a2b3c-5b1f-7c32-9d4e-2f60a1b7c8d9",
              "name": "Bob",
              "preferred_username": "bob",
              "org_id": "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b",
              "roles": ["billing-clerk", "user"]
            }
            """,
        ["getOpenIdConfiguration"] =
            """{ "issuer": "https://auth.example.com", "token_endpoint": "https://auth.example.com/oauth2/token" }""",
        ["getAuthorizationServerMetadata"] =
            """{ "issuer": "https://auth.example.com", "token_endpoint": "https://auth.example.com/oauth2/token" }""",
        ["getLiveness"] = """{ "status": "live" }""",
        ["getReadiness"] = """{ "status": "ready" }""",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
