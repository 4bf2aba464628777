using System.Net;
using System.Text.RegularExpressions;
using AuthServe.Gateway.Tests.Tokens;
using Xunit;
using static AuthServe.Gateway.Tests.Access.Operations;

namespace AuthServe.Gateway.Tests.Access;

/// <summary>Walks every operation as everybody: owner, admin, user, stranger, and the owner of another organization.</summary>
public sealed partial class AccessMatrixTests(Service service)
{
    private static readonly Dictionary<string, string[]> Seeded = new(StringComparer.Ordinal)
    {
        ["owner"] =
        [
            "auth.user.read", "auth.user.write", "auth.user.delete", "auth.user.all",
            "auth.role.read", "auth.role.write", "auth.role.delete", "auth.role.all",
            "auth.permission.read", "auth.permission.write", "auth.permission.delete", "auth.permission.all",
            "auth.client.read", "auth.client.write", "auth.client.delete", "auth.client.all",
            "auth.audit.read", "auth.audit.all",
            "auth.organization.read", "auth.organization.write", "auth.organization.delete", "auth.organization.all",
        ],
        ["admin"] = ["auth.user.read", "auth.user.write", "auth.user.delete", "auth.user.all", "auth.role.read", "auth.permission.read"],
        ["user"] = ["auth.user.read"],
    };

    // The tests of a class run one after the other.
    private static readonly Dictionary<string, Target> Shared = new(StringComparer.Ordinal);
    private static readonly Dictionary<(string User, string Scope), Session> Scoped = [];

    public static MatrixTheoryData<string, string> ByRole => new(Walked, Seeded.Keys);

    public static TheoryData<string> OnThings => new(Addressing);

    public static TheoryData<string> ForSomebody => new(Protected);

    [Fact]
    public async Task Every_operation_of_the_document_is_walked()
    {
        var document = (await service.Api.GetAsync("/openapi/v1.json")).Expect(HttpStatusCode.OK).Json;

        var operations = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"));

        Assert.Equal(All.Keys.Order(StringComparer.Ordinal), operations.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ByRole))]
    public async Task A_role_opens_what_its_permissions_say_and_nothing_else(string name, string role)
    {
        var operation = All[name];
        var isOpen = operation.IsFor(Seeded[role]);
        var target = await FindTargetAsync(role, changes: isOpen && !IsRead(name));
        var caller = target.Caller;
        var held = (await caller.GetAsync("/v1/me/permissions")).Expect(HttpStatusCode.OK).Json["permissions"]!.AsArray().Select(item => item!.GetValue<string>());
        Assert.Equal(Seeded[role].Order(StringComparer.Ordinal), held);

        var answer = await operation.CallAsync(target, operation.Needs == "anyone" ? null : caller.Token);

        if (operation.Needs == "anyone") Assert.NotEqual(HttpStatusCode.Unauthorized, answer.Status);
        else if (isOpen) Assert.InRange((int)answer.Status, 200, 299);
        else ExpectForbidden(name, answer);
    }

    [Theory]
    [MemberData(nameof(ForSomebody))]
    public async Task A_token_without_the_scope_opens_nothing(string name)
    {
        var operation = All[name];
        if (operation.Needs == "member") return;
        var target = await FindTargetAsync("owner", changes: false);
        var other = Seeded["owner"].First(permission => permission != operation.Needs && !permission.EndsWith(".all", StringComparison.Ordinal));
        var narrow = await SignInAsync(target.Caller, other);

        var answer = await operation.CallAsync(target, narrow.Token);

        ExpectForbidden(name, answer);
    }

    [Theory]
    [MemberData(nameof(ForSomebody))]
    public async Task All_in_the_scope_covers_its_resource(string name)
    {
        var operation = All[name];
        if (operation.Needs == "member") return;
        var target = await FindTargetAsync("owner", changes: !IsRead(name));
        var covering = await SignInAsync(target.Caller, operation.AllScope);

        var answer = await operation.CallAsync(target, covering.Token);

        Assert.InRange((int)answer.Status, 200, 299);
    }

    [Theory]
    [MemberData(nameof(ForSomebody))]
    public async Task A_stranger_is_asked_to_sign_in(string name)
    {
        var answer = await All[name].CallAsync(await FindTargetAsync("owner", changes: false), token: null);

        answer.Expect(HttpStatusCode.Unauthorized);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
    }

    [Theory]
    [MemberData(nameof(OnThings))]
    public async Task A_thing_of_another_organization_answers_as_one_that_does_not_exist(string name)
    {
        var operation = All[name];
        var stranger = await service.Api.SignUpAsync();
        var theirs = await FindTargetAsync("owner", changes: false);
        theirs = theirs with { Caller = stranger, OwnSession = theirs.MemberSession };
        var nothing = new Target(stranger with { OrgId = NewId() }, stranger, NewId(), "r" + Api.NewName(), $"billing.{Api.NewName()}.read",
            NewId(), NewId(), NewId(), NewId());

        var ofTheirs = (await operation.CallAsync(theirs, stranger.Token)).Expect(HttpStatusCode.NotFound);
        var ofNothing = (await operation.CallAsync(nothing, stranger.Token)).Expect(HttpStatusCode.NotFound);

        Assert.Equal(Anonymous(ofNothing, nothing), Anonymous(ofTheirs, theirs));
    }

    [Theory]
    [InlineData("/v1/users")]
    [InlineData("/v1/roles")]
    [InlineData("/v1/permissions")]
    [InlineData("/v1/clients")]
    [InlineData("/v1/invitations")]
    [InlineData("/v1/audit")]
    public async Task A_list_holds_nothing_of_another_organization(string path)
    {
        var (owner, stranger) = (await service.Api.SignUpAsync(), await service.Api.SignUpAsync());
        var theirs = await PrepareAsync(owner, owner);

        var list = (await stranger.GetAsync(path + "?limit=200")).Expect(HttpStatusCode.OK);

        Assert.DoesNotContain(theirs.UserId, list.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(theirs.Role, list.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(theirs.Permission, list.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(theirs.ClientId, list.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(theirs.InvitationId, list.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_disabled_or_removed_is_out_with_the_very_next_call()
    {
        var owner = await service.Api.SignUpAsync();
        var (disabled, removed) = (await service.Api.AddUserAsync(owner, "admin"), await service.Api.AddUserAsync(owner, "admin"));

        (await owner.PatchAsync($"/v1/users/{disabled.UserId}", new { status = "disabled" })).Expect(HttpStatusCode.OK);
        (await owner.DeleteAsync($"/v1/users/{removed.UserId}")).Expect(HttpStatusCode.NoContent);

        foreach (var gone in new[] { disabled, removed })
        {
            (await gone.At(service.OtherApi).GetAsync("/v1/me")).ExpectProblem(HttpStatusCode.Unauthorized, "token.revoked");
            (await gone.GetAsync("/v1/users")).ExpectProblem(HttpStatusCode.Unauthorized, "token.revoked");
        }
    }

    // One of its own for a call that may change it; what only reads, or is refused, leaves the one that all others share as it is.
    private async Task<Target> FindTargetAsync(string role, bool changes)
    {
        if (changes) return await PrepareAsync(role);
        if (!Shared.TryGetValue(role, out var shared)) Shared[role] = shared = await PrepareAsync(role);
        return shared;
    }

    // Once for each scope: a user has only so many sessions.
    private async Task<Session> SignInAsync(Session user, string scope)
    {
        if (!Scoped.TryGetValue((user.Name, scope), out var session))
            Scoped[(user.Name, scope)] = session = await service.Api.SignInAsync(user.Name, scope);
        return session;
    }

    private async Task<Target> PrepareAsync(string role)
    {
        var owner = await service.Api.SignUpAsync();
        return await PrepareAsync(owner, role == "owner" ? owner : await service.Api.AddUserAsync(owner, role));
    }

    private static bool IsRead(string operation) => operation.StartsWith("GET ", StringComparison.Ordinal);

    private static void ExpectForbidden(string operation, Answer answer)
    {
        if (operation.Contains(" /access/", StringComparison.Ordinal)) answer.ExpectError(HttpStatusCode.Forbidden);
        else answer.ExpectProblem(HttpStatusCode.Forbidden, "permission.required");
    }

    internal static async Task<Target> PrepareAsync(Session owner, Session caller)
    {
        var member = await owner.Api.AddUserAsync(owner, "user");
        var (role, resource) = ("r" + Api.NewName(), "r" + Api.NewName());
        await owner.AddRoleAsync(role, $"billing.{resource}.read");
        var client = (await owner.PostAsync("/v1/clients", new { name = "Billing" })).Expect(HttpStatusCode.Created);
        var other = await owner.Api.SignInAsync(caller.Name);
        var invited = await owner.PostAsync("/v1/invitations", new { email = $"{Api.NewName()}@example.com", role = "user" });
        return new(
            owner, caller, member.UserId, role, $"billing.{resource}.read", client["client_id"], SessionOf(other), SessionOf(member),
            invited.Expect(HttpStatusCode.Created)["invitation_id"]);
    }

    private static string NewId() => Guid.CreateVersion7().ToString();

    private static string SessionOf(Session session) => (string)Jwt.Read(session.Token).Claims["sid"]!;

    private static string Anonymous(Answer answer, Target target) => TraceId().Replace(
        answer.Body
            .Replace(target.UserId, "{user_id}", StringComparison.Ordinal)
            .Replace(target.ClientId, "{client_id}", StringComparison.Ordinal)
            .Replace(target.InvitationId, "{invitation_id}", StringComparison.Ordinal)
            .Replace(target.OwnSession, "{session_id}", StringComparison.Ordinal)
            .Replace(target.MemberSession, "{session_id}", StringComparison.Ordinal)
            .Replace(target.Role, "{role}", StringComparison.Ordinal)
            .Replace(target.Permission, "{permission}", StringComparison.Ordinal),
        "\"trace_id\":\"\"");

    [GeneratedRegex("\"trace_id\":\"[^\"]*\"")]
    private static partial Regex TraceId();
}
