using System.Collections.Frozen;

namespace AuthServe.Gateway.OpenApi;

/// <summary>What operations read.</summary>
internal static partial class Examples
{
    /// <summary>Bodies of requests.</summary>
    public static FrozenDictionary<string, string> Requests { get; } = new Dictionary<string, string>
    {
        ["signUp"] =
            """
            {
              "user": { "username": "alice", "password": "correct horse battery staple", "primary_email": "alice@example.com" },
              "organization": { "name": "Example Ltd", "domain": "example.com", "type": "teams" }
            }
            """,
        ["login"] = """{ "username": "alice", "password": "correct horse battery staple" }""",
        ["invite"] = """{ "email": "carol@example.com", "role": "billing-clerk" }""",
        ["acceptInvitation"] =
            """
            {
              "token": "AZorPGwqfUOOXzpxssjZ6g.4mU0Cq8v1hQ2wXyZ3kLr7tNs9bFgHjDpEaVcRiOuMeY",
              "username": "carol",
              "password": "tin roof rusted over"
            }
            """,
        ["updateOrganization"] = """{ "name": "Example Group", "domain": "example.org" }""",
        ["deleteOrganization"] = """{ "confirm": "Example Ltd" }""",
        ["updateMe"] = """{ "display_name": "Alice", "primary_email": "alice@wonderland.example" }""",
        ["requestPasswordReset"] = """{ "email": "alice@example.com" }""",
        ["resetPassword"] =
            """
            {
              "token": "AZorPE1efWCKmwwdLj9KWw.mS0P1zYxvN3l0eV9cQ2kT7uR5hJ8dF4gB6nW1aXqZ0E",
              "new_password": "tin roof rusted over"
            }
            """,
        ["verifyEmail"] = """{ "token": "AZorPE1efWCKmwwdLj9KWw.mS0P1zYxvN3l0eV9cQ2kT7uR5hJ8dF4gB6nW1aXqZ0E" }""",
        ["switchOrganization"] = """{ "organization": "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b" }""",
        ["changeMyPassword"] =
            """{ "current_password": "correct horse battery staple", "new_password": "tin roof rusted over" }""",
        ["addUser"] =
            """
            {
              "username": "bob",
              "primary_email": "bob@example.com",
              "password": "tin roof rusted over",
              "display_name": "Bob",
              "roles": ["user", "billing-clerk"]
            }
            """,
        ["updateUser"] = """{ "status": "disabled" }""",
        ["createRole"] =
            """
            {
              "name": "billing-clerk",
              "display_name": "Billing clerk",
              "permissions": ["billing.invoice.create", "billing.invoice.read"]
            }
            """,
        ["updateRole"] = """{ "permissions": ["billing.invoice.read"] }""",
        ["token"] =
            """
            { "grant_type": "client_credentials", "client_id": "019a2b3c-7a11-7b32-8c4d-5e6f70819293", "client_secret": "...", "scope": "billing.invoice.read" }
            """,
        ["introspect"] = """{ "token": "eyJhbGciOi...", "client_id": "019a2b3c-7a11-7b32-8c4d-5e6f70819293", "client_secret": "..." }""",
        ["revoke"] = """{ "token": "asr_AZoxsY...", "client_id": "019a2b3c-7a11-7b32-8c4d-5e6f70819293", "client_secret": "..." }""",
        ["authorizeDevice"] = """{ "client_id": "019a2b3c-7a11-7b32-8c4d-5e6f70819293", "scope": "openid offline_access" }""",
        ["pushAuthorizationRequest"] =
            """
            {
              "client_id": "019a2b3c-7a11-7b32-8c4d-5e6f70819293",
              "response_type": "code",
              "redirect_uri": "https://app.example.com/callback",
              "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
              "code_challenge_method": "S256",
              "scope": "openid profile",
              "state": "af0ifjsldkj"
            }
            """,
        ["createPermission"] =
            """{ "service": "billing", "resource": "invoice", "action": "create", "description": "Create invoices" }""",
        ["importPermissions"] = Manifest,
        ["createClient"] =
            """
            {
              "name": "Billing",
              "type": "confidential",
              "redirect_uris": ["https://billing.example.com/callback"],
              "post_logout_redirect_uris": ["https://billing.example.com/"],
              "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
              "scopes": ["openid", "profile", "billing.invoice.create", "billing.invoice.read"],
              "first_party": true
            }
            """,
        ["updateClient"] = """{ "redirect_uris": ["https://billing.example.com/callback", "http://localhost:3000/callback"] }""",
        ["rotateClientSecret"] = """{ "overlap_seconds": 86400 }""",
        ["evaluate"] = Evaluation,
        ["evaluateMany"] =
            """
            {
              "subject": { "type": "user", "id": "bob" },
              "resource": { "type": "billing.invoice", "id": "42" },
              "evaluations": [{ "action": { "name": "create" } }, { "action": { "name": "delete" } }],
              "options": { "evaluations_semantic": "execute_all" }
            }
            """,
        ["searchSubjects"] =
            """
            {
              "subject": { "type": "user" },
              "action": { "name": "create" },
              "resource": { "type": "billing.invoice", "id": "42" },
              "page": { "limit": 2 }
            }
            """,
        ["searchResources"] =
            """
            {
              "subject": { "type": "user", "id": "bob" },
              "action": { "name": "create" },
              "resource": { "type": "billing.invoice" }
            }
            """,
        ["searchActions"] =
            """{ "subject": { "type": "user", "id": "bob" }, "resource": { "type": "billing.invoice", "id": "42" } }""",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
