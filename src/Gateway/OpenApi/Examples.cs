namespace AuthServe.Gateway.OpenApi;

/// <summary>An example of what each operation reads and answers, by operation id.</summary>
internal static partial class Examples
{
    private const string User =
        """
        {
          "user_id": "019a2b3c-5b1f-7c32-9d4e-2f60a1b7c8d9",
          "username": "bob",
          "primary_email": "bob@example.com",
          "display_name": "Bob",
          "status": "active",
          "roles": ["billing-clerk", "user"],
          "joined_at": "2026-03-01T09:30:00+00:00"
        }
        """;

    private const string Role =
        """
        {
          "name": "billing-clerk",
          "display_name": "Billing clerk",
          "system": false,
          "permissions": ["billing.invoice.create", "billing.invoice.read"],
          "created_at": "2026-03-01T09:20:00+00:00"
        }
        """;

    private const string Permission =
        """
        {
          "slug": "billing.invoice.create",
          "service": "billing",
          "resource": "invoice",
          "action": "create",
          "description": "Create invoices",
          "system": false,
          "created_at": "2026-03-01T09:10:00+00:00"
        }
        """;

    private const string Manifest =
        """
        {
          "services": {
            "billing": {
              "invoice": {
                "create": { "description": "Create invoices" },
                "read": { "description": "Read invoices" }
              }
            }
          },
          "roles": {
            "billing-clerk": {
              "display_name": "Billing clerk",
              "permissions": ["billing.invoice.create", "billing.invoice.read"]
            }
          }
        }
        """;

    private const string Difference =
        """
        {
          "revision": 17,
          "dry_run": true,
          "changed": true,
          "permissions": {
            "added": [{ "slug": "billing.invoice.create", "description": "Create invoices" }],
            "removed": [{ "slug": "billing.invoice.write", "description": null }],
            "changed": [{ "slug": "billing.invoice.read", "description_before": null, "description_after": "Read invoices" }]
          },
          "roles": {
            "added": [],
            "removed": [],
            "changed": [{
              "name": "billing-clerk",
              "display_name_before": "Clerk",
              "display_name_after": "Billing clerk",
              "attached": ["billing.invoice.create"],
              "detached": ["billing.invoice.write"]
            }]
          },
          "rights": {
            "gaining": 1,
            "losing": 1,
            "group_count": 1,
            "groups": [{
              "roles": ["billing-clerk", "user"],
              "user_count": 1,
              "client_count": 0,
              "gained": { "count": 1, "permissions": ["billing.invoice.create"] },
              "lost": { "count": 1, "permissions": ["billing.invoice.write"] },
              "first_users": [{ "user_id": "019a2b3c-5b1f-7c32-9d4e-2f60a1b7c8d9", "username": "bob" }]
            }],
            "truncated": false
          }
        }
        """;

    private const string Client = $$"""{ {{ClientMembers}} }""";

    private const string ClientWithSecret =
        $$"""{ "client_secret": "mS0P1zYxvN3l0eV9cQ2kT7uR5hJ8dF4gB6nW1aXqZ0E", {{ClientMembers}} }""";

    private const string ClientMembers =
        """
        "client_id": "019a2b3c-6c20-7d43-8e5f-3a71b2c8d9e0",
        "name": "Billing",
        "type": "confidential",
        "token_endpoint_auth_method": "client_secret_basic",
        "redirect_uris": ["https://billing.example.com/callback"],
        "post_logout_redirect_uris": ["https://billing.example.com/"],
        "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
        "scopes": ["openid", "profile", "billing.invoice.create", "billing.invoice.read"],
        "first_party": true,
        "jwks": null,
        "roles": ["billing-clerk"],
        "secrets": [{ "created_at": "2026-03-01T09:40:00+00:00", "expires_at": null }],
        "created_at": "2026-03-01T09:40:00+00:00"
        """;

    private const string EffectivePermissions =
        """
        {
          "org_id": "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b",
          "user_id": "019a2b3c-5b1f-7c32-9d4e-2f60a1b7c8d9",
          "revision": 17,
          "permissions": ["auth.user.read", "billing.invoice.create", "billing.invoice.read"]
        }
        """;

    private const string Session =
        """
        {
          "session_id": "019a2b3c-6c2f-7d43-8e5f-3a71b2c8d9e0",
          "client_id": "authserve",
          "org_id": "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b",
          "authenticated_at": "2026-03-01T09:00:00+00:00",
          "started_at": "2026-03-01T09:00:00+00:00",
          "expires_at": "2026-05-30T09:00:00+00:00",
          "user_agent": "curl/8.5.0",
          "current": true
        }
        """;

    private const string SignIn =
        """
        {
          "sign_in_id": "019a2b3c-6c2f-7a31-9d4e-2f60a1b7c8d9",
          "time": "2026-03-01T09:00:00.123456+00:00",
          "outcome": "succeeded",
          "client_id": "authserve",
          "org_id": "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b",
          "user_agent": "curl/8.5.0"
        }
        """;

    private const string AuditEntry =
        """
        {
          "revision": 17,
          "time": "2026-03-01T09:40:00.123456+00:00",
          "actor": "019a2b3c-4d60-7a11-b2c3-d4e5f6a7b8c9",
          "command": "role.attach_permission",
          "target": "billing-clerk",
          "before": { "display_name": "Billing clerk", "permissions": ["billing.invoice.read"] },
          "after": { "display_name": "Billing clerk", "permissions": ["billing.invoice.create", "billing.invoice.read"] },
          "request_id": "4bf92f3577b34da6a3ce929d0e0e4736",
          "hash": "9f2c1f0a64d5c0d7c0e2a3b1f4a98d1c6f3b0e7d5a2c4b6e8f1a3c5d7e9b0a2c"
        }
        """;

    private const string Evaluation =
        """
        {
          "subject": { "type": "user", "id": "bob" },
          "action": { "name": "create" },
          "resource": { "type": "billing.invoice", "id": "42" }
        }
        """;

    private const string Allowed = """{ "decision": true, "context": { "revision": 17, "via": ["billing-clerk"] } }""";

    private const string Organization =
        """
        {
          "org_id": "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b",
          "name": "Example Ltd",
          "domain": "example.com",
          "type": "teams",
          "mfa_required": false,
          "created_at": "2026-01-15T09:30:00Z"
        }
        """;

    private const string Invitation =
        """
        {
          "invitation_id": "019a2b3c-6c2a-7d43-8e5f-3a71b2c8d9ea",
          "email": "carol@example.com",
          "role": "billing-clerk",
          "invited_by": "019a2b3c-4d60-7a11-b2c3-d4e5f6a7b8c9",
          "created_at": "2026-03-01T09:30:00+00:00",
          "expires_at": "2026-03-08T09:30:00+00:00"
        }
        """;

    private const string Tokens =
        """
        {
          "access_token": "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjEifQ.e30.c2lnbmF0dXJl",
          "token_type": "Bearer",
          "expires_in": 900,
          "refresh_token": "asr_AZoxsYnHfAAAdq8pC1h3XgAAAAGV0m1mZ2b1nX6cW3kQm2hYd4tJr8s9uPqLwEzN5vBxKQ",
          "scope": "auth.user.read billing.invoice.create"
        }
        """;

    private const string Me =
        """
        {
          "user_id": "019a2b3c-4d60-7a11-b2c3-d4e5f6a7b8c9",
          "username": "alice",
          "primary_email": "alice@example.com",
          "email_verified": true,
          "display_name": "Alice",
          "created_at": "2026-03-01T09:00:00+00:00",
          "memberships": [{
            "org_id": "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b",
            "status": "active",
            "roles": ["owner"],
            "joined_at": "2026-03-01T09:00:00+00:00"
          }],
          "org_id": "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b"
        }
        """;

    private const string FoundContext = "\"context\": { \"revision\": 17 }";

    private static string Page(string item) => $$"""{ "items": [{{item}}], "next_cursor": null }""";
}
