using System.Net.Http.Json;

namespace AuthServe.Gateway.Tests.Access;

/// <summary>Every operation of the API, and what it takes to call it.</summary>
public static class Operations
{
    private const string Anyone = "anyone";
    private const string Member = "member";
    private const string OpenId = "openid";

    /// <summary>Name: method and path, as the OpenAPI document has them.</summary>
    public static IReadOnlyDictionary<string, Operation> All { get; } = new List<Operation>
    {
        new("POST /v1/signup", Anyone),
        new("POST /v1/login", Anyone),
        new("GET /.well-known/jwks.json", Anyone),
        new("GET /.well-known/authzen-configuration", Anyone),
        new("GET /.well-known/openid-configuration", Anyone),
        new("GET /.well-known/oauth-authorization-server", Anyone),
        new("POST /oauth2/token", Anyone),
        new("POST /oauth2/introspect", Anyone),
        new("POST /oauth2/revoke", Anyone),
        new("POST /oauth2/device", Anyone),
        new("POST /oauth2/par", Anyone),
        new("GET /oauth2/userinfo", OpenId),
        new("GET /health/live", Anyone),
        new("GET /health/ready", Anyone),
        new("GET /v1/me", Member),
        new("PATCH /v1/me", Member, _ => new { display_name = "Renamed" }),
        new("GET /v1/me/roles", Member),
        new("GET /v1/me/permissions", Member),
        new("GET /v1/me/sessions", Member),
        new("POST /v1/me/sessions", Member, target => new { organization = target.Caller.OrgId }),
        new("DELETE /v1/me/sessions", Member),
        new("DELETE /v1/me/sessions/{session_id}", Member),
        new("DELETE /v1/me/memberships/{org_id}", Member)
        {
            // The last owner stays.
            Before = target => target.Owner.PutAsync($"/v1/users/{target.UserId}/roles/owner"),
        },
        new("POST /v1/me/password", Member, _ => new { current_password = Api.Password, new_password = Api.Password }),
        new("POST /v1/me/email-verification", Member),
        new("POST /v1/password-resets", Anyone),
        new("POST /v1/password-resets/confirm", Anyone),
        new("POST /v1/email-verifications", Anyone),
        new("POST /access/v1/evaluation", Member, target => new
        {
            subject = new { type = "user", id = target.Caller.UserId },
            action = new { name = "read" },
            resource = new { type = "auth.user", id = "*" },
        }),
        new("POST /access/v1/evaluations", Member, target => new
        {
            subject = new { type = "user", id = target.Caller.UserId },
            resource = new { type = "auth.user", id = "*" },
            evaluations = new[] { new { action = new { name = "read" } } },
        }),
        new("POST /access/v1/search/subject", "auth.permission.read", _ => Searching.WhoMay("auth.user.read")),
        new("POST /access/v1/search/resource", Member, target => Searching.WhatFor(target.Caller.UserId, "auth.user.read")),
        new("POST /access/v1/search/action", Member, target => Searching.WhatMay(target.Caller.UserId, "auth.user")),
        new("GET /v1/users", "auth.user.read"),
        new("POST /v1/users", "auth.user.write", _ =>
        {
            var name = Api.NewName();
            return new { username = name, primary_email = $"{name}@example.com", password = Api.Password, roles = new[] { "user" } };
        }),
        new("GET /v1/users/{user_id}", "auth.user.read"),
        new("PATCH /v1/users/{user_id}", "auth.user.write", _ => new { display_name = "Renamed" }),
        new("DELETE /v1/users/{user_id}", "auth.user.delete"),
        new("GET /v1/users/{user_id}/roles", "auth.user.read"),
        new("PUT /v1/users/{user_id}/roles/{role}", "auth.role.write"),
        new("DELETE /v1/users/{user_id}/roles/{role}", "auth.role.write"),
        new("GET /v1/users/{user_id}/permissions", "auth.user.read"),
        new("GET /v1/users/{user_id}/sessions", "auth.user.read"),
        new("DELETE /v1/users/{user_id}/sessions", "auth.user.write"),
        new("DELETE /v1/users/{user_id}/sessions/{session_id}", "auth.user.write"),
        new("GET /v1/invitations", "auth.user.read"),
        new("POST /v1/invitations", "auth.user.write", _ => new { email = $"{Api.NewName()}@example.com", role = "user" }),
        new("DELETE /v1/invitations/{invitation_id}", "auth.user.write"),
        new("POST /v1/invitations/accept", Anyone),
        new("GET /v1/roles", "auth.role.read"),
        new("POST /v1/roles", "auth.role.write", _ => new { name = "r" + Api.NewName() }),
        new("GET /v1/roles/{role}", "auth.role.read"),
        new("PATCH /v1/roles/{role}", "auth.role.write", _ => new { display_name = "Renamed" }),
        new("DELETE /v1/roles/{role}", "auth.role.delete"),
        new("GET /v1/roles/{role}/users", "auth.role.read"),
        new("PUT /v1/roles/{role}/permissions/{permission}", "auth.role.write"),
        new("DELETE /v1/roles/{role}/permissions/{permission}", "auth.role.write"),
        new("GET /v1/permissions", "auth.permission.read"),
        new("POST /v1/permissions", "auth.permission.write", _ => new { service = "billing", resource = "r" + Api.NewName(), action = "read" }),
        new("GET /v1/permissions/{permission}", "auth.permission.read"),
        new("DELETE /v1/permissions/{permission}", "auth.permission.delete"),
        new("GET /v1/permissions:export", "auth.permission.read auth.role.read"),
        new("PUT /v1/permissions:import", "auth.permission.write auth.role.write", _ => new { services = new { }, roles = new { } }),
        new("GET /v1/clients", "auth.client.read"),
        new("POST /v1/clients", "auth.client.write", _ => new { name = "Billing" }),
        new("GET /v1/clients/{client_id}", "auth.client.read"),
        new("PATCH /v1/clients/{client_id}", "auth.client.write", _ => new { name = "Renamed" }),
        new("DELETE /v1/clients/{client_id}", "auth.client.delete"),
        new("POST /v1/clients/{client_id}/secret", "auth.client.write"),
        new("PUT /v1/clients/{client_id}/roles/{role}", "auth.client.write"),
        new("DELETE /v1/clients/{client_id}/roles/{role}", "auth.client.write"),
        new("GET /v1/me/sign-ins", Member),
        new("GET /v1/users/{user_id}/sign-ins", "auth.audit.read"),
        new("GET /v1/organization", "auth.organization.read"),
        new("PATCH /v1/organization", "auth.organization.write", _ => new { domain = "example.com" }),
        new("DELETE /v1/organization", "auth.organization.delete", target => new { confirm = $"Org of {target.Owner.Name}" }),
        new("GET /v1/audit", "auth.audit.read"),
        new("GET /v1/audit/verify", "auth.audit.read"),
    }.ToDictionary(operation => operation.Name, StringComparer.Ordinal);

    /// <summary>The names of those that name a thing of an organization in their path.</summary>
    public static IEnumerable<string> Addressing => All.Keys.Where(name => name.Contains('{', StringComparison.Ordinal));

    /// <summary>The names of those that somebody must be signed in for.</summary>
    public static IEnumerable<string> Protected => All.Values.Where(operation => operation.Needs is not (Anyone or OpenId)).Select(operation => operation.Name);

    /// <summary>The names of those that depend on the role of whoever calls.</summary>
    public static IEnumerable<string> Walked => All.Values.Where(operation => operation.Needs is not OpenId).Select(operation => operation.Name);

    /// <summary>One operation.</summary>
    /// <param name="Name">Method and path.</param>
    /// <param name="Needs">Permissions, <c>member</c>, <c>anyone</c> or, for what only a client's token opens, <c>openid</c>.</param>
    /// <param name="Body">What to send.</param>
    public sealed record Operation(string Name, string Needs, Func<Target, object>? Body = null)
    {
        /// <summary>What must be so for it to succeed, beside what every target has.</summary>
        public Func<Target, Task>? Before { get; init; }

        /// <summary>Calls it about a target, as the target's caller.</summary>
        public async Task<Answer> CallAsync(Target target, string? token)
        {
            if (Before is not null) await Before(target);
            var (method, path) = (Name[..Name.IndexOf(' ', StringComparison.Ordinal)], Name[(Name.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            using var body = Body is null ? null : JsonContent.Create(Body(target));
            return await target.Caller.Api.SendAsync(new(method), target.Fill(path), body, token);
        }

        /// <summary>Whether somebody who holds these permissions may call it.</summary>
        public bool IsFor(IEnumerable<string> permissions) => Needs is Anyone or Member || !Needs.Split(' ').Except(permissions).Any();

        /// <summary>The scope that has the <c>all</c> of every resource that it needs something of.</summary>
        public string AllScope => string.Join(' ', Needs.Split(' ').Select(permission => permission[..permission.LastIndexOf('.')] + ".all"));
    }

    /// <summary>Things to name in paths.</summary>
    public sealed record Target(
        Session Owner, Session Caller, string UserId, string Role, string Permission, string ClientId, string OwnSession, string MemberSession, string InvitationId)
    {
        public string Fill(string path) => path
            .Replace("{org_id}", Owner.OrgId, StringComparison.Ordinal)
            .Replace("{invitation_id}", InvitationId, StringComparison.Ordinal)
            .Replace("{session_id}", path.StartsWith("/v1/me/", StringComparison.Ordinal) ? OwnSession : MemberSession, StringComparison.Ordinal)
            .Replace("{user_id}", UserId, StringComparison.Ordinal)
            .Replace("{client_id}", ClientId, StringComparison.Ordinal)
            .Replace("{role}", Role, StringComparison.Ordinal)
            .Replace("{permission}", Permission, StringComparison.Ordinal);
    }
}
