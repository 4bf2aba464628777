using System.Runtime.CompilerServices;
using System.Security.Claims;
using AuthServe.Gateway.Conditions;
using AuthServe.Gateway.Problems;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Permissions;

namespace AuthServe.Gateway.Security;

/// <summary>Who calls, by a validated access token. Endpoints take it as a parameter.</summary>
/// <param name="User">The subject.</param>
/// <param name="Organization">Where the subject acts.</param>
/// <param name="Scope">What the token may be used for: permissions, separated by spaces.</param>
/// <param name="Session">The session of the token; null when a client acts for itself.</param>
/// <param name="Token">The id of the token.</param>
/// <param name="Client">The client that the token was given to.</param>
internal sealed record Caller(UserId User, OrganizationId Organization, string Scope, SessionId? Session, string? Token, string? Client)
{
    private const string AllSuffix = "." + PermissionName.AllAction;

    // A token that is used again comes with the identity it came with before.
    private static readonly ConditionalWeakTable<ClaimsIdentity, Caller> Known = [];

    /// <summary>Names the request; null when the caller is not that of a request.</summary>
    public string? RequestId { get; private init; }

    /// <summary>How the write of this call is to be made; null when it is none, or says nothing of it.</summary>
    public WriteConditions? Conditions { get; private init; }

    /// <summary>The subject as who asks for a change.</summary>
    public Actor Actor => new(User, RequestId) { IfMatch = Conditions?.IfMatch, Key = Conditions?.Key };

    /// <summary>The caller a principal stands for; null when it has no subject and organization.</summary>
    public static Caller? From(ClaimsPrincipal principal)
    {
        if (principal.Identity is not ClaimsIdentity identity) return null;
        if (Known.TryGetValue(identity, out var known)) return known;
        if (Read(identity) is not { } read) return null;
        Known.AddOrUpdate(identity, read);
        return read;
    }

    /// <summary>Asks whether the caller may do this, in the session and with the token of the call.</summary>
    public Question Ask(PermissionName? permission) => new(permission?.Value, null, Session, Token);

    /// <summary>Binds the parameter of an endpoint. Authorization has run: only an endpoint without it has no caller.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult(
        From(context.User) is { } caller
            ? caller with { RequestId = ProblemWriter.TraceId(context), Conditions = context.Features.Get<WriteConditions>() }
            : null);

    /// <summary>Whether the scope has the permission, or the <c>all</c> of its resource.</summary>
    public bool HasInScope(PermissionName permission)
    {
        var name = permission.Value.AsSpan();
        var resource = name[..name.LastIndexOf('.')];
        foreach (var range in Scope.AsSpan().Split(' '))
        {
            var held = Scope.AsSpan(range);
            if (held.SequenceEqual(name)) return true;
            if (held.EndsWith(AllSuffix, StringComparison.Ordinal) && held[..^AllSuffix.Length].SequenceEqual(resource)) return true;
        }

        return false;
    }

    private static Caller? Read(ClaimsIdentity identity) =>
        Guid.TryParse(ValueOf(identity, TokenClaims.Subject), out var user) && Guid.TryParse(ValueOf(identity, TokenClaims.Organization), out var organization)
            ? new Caller(
                new UserId(user), new OrganizationId(organization), ValueOf(identity, TokenClaims.Scope) ?? "", SessionOf(identity),
                ValueOf(identity, TokenClaims.TokenId), ValueOf(identity, TokenClaims.ClientId))
            : null;

    private static SessionId? SessionOf(ClaimsIdentity identity) =>
        Guid.TryParse(ValueOf(identity, TokenClaims.Session), out var session) ? new SessionId(session) : null;

    private static string? ValueOf(ClaimsIdentity identity, string claim) => identity.FindFirst(claim)?.Value;
}
