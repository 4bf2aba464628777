using System.Net;
using System.Text.Json.Nodes;
using CsCheck;
using Xunit;
using static AuthServe.Gateway.Tests.Access.Asking;
using static AuthServe.Gateway.Tests.Access.Searching;

namespace AuthServe.Gateway.Tests.Access;

/// <summary>Whatever an organization is like, a search finds what checking every candidate allows: all of it, nothing else, nothing twice.</summary>
public sealed class SearchProperties(Service service)
{
    private const int Organizations = 5;

    private static readonly string[] Types = ["billing.invoice", "billing.payment", "auth.user"];
    private static readonly string[] ActionNames = ["all", "create", "read", "send"];
    private static readonly string[] Roles = ["r0", "r1", "r2", "r3", "r4"];

    private static readonly Gen<string> Permission =
        Gen.Select(Gen.OneOf("billing.invoice", "billing.payment"), Gen.OneOf(ActionNames), (type, action) => $"{type}.{action}");

    private static readonly Gen<Fate> Member = Gen.Select(
        Gen.Shuffle(Roles, 0, 4), Gen.OneOf("", "", "", "", "disabled", "removed"), (roles, end) => new Fate(roles, end));

    private static readonly Gen<Plan> AnyPlan = Gen.Select(
        Permission.Array[0, 4].Array[Roles.Length], Member.Array[2, 6], Gen.Shuffle(Roles, 0, 3), Gen.Shuffle(Roles, 0, 2), Gen.Bool, Gen.Int[1, 4],
        (roles, members, clientRoles, deleted, isMadeAgain, limit) => new Plan(roles, members, clientRoles, deleted, isMadeAgain, limit));

    [Fact]
    public Task A_search_finds_what_checking_everything_allows() => AnyPlan.SampleAsync(async plan =>
    {
        var owner = await service.Api.SignUpAsync();
        var candidates = await BuildAsync(owner, plan);

        foreach (var type in Types)
        {
            foreach (var action in ActionNames)
            {
                var permission = $"{type}.{action}";
                var allowed = await CheckAsync(owner, candidates.Select(candidate => Question(candidate, permission, "42")));
                Assert.Equal(
                    candidates.Where((_, at) => allowed[at]).Order(StringComparer.Ordinal),
                    await owner.FindAsync(Subjects, WhoMay(permission, "42"), plan.Limit));
            }

            foreach (var candidate in candidates)
            {
                var allowed = await CheckAsync(owner, ActionNames.Select(action => Question(candidate, $"{type}.{action}")));
                var known = await CatalogueAsync(owner, type);
                Assert.Equal(
                    ActionNames.Where((action, at) => allowed[at] && known.Contains(action)).Order(StringComparer.Ordinal),
                    (await owner.FindAsync(Actions, WhatMay(candidate, type), plan.Limit)).Where(ActionNames.Contains));
                for (var at = 0; at < ActionNames.Length; at++)
                {
                    Assert.Equal(
                        allowed[at] ? ["*"] : [],
                        await owner.FindAsync(Resources, WhatFor(candidate, $"{type}.{ActionNames[at]}"), plan.Limit));
                }
            }
        }
    }, iter: Organizations, threads: 1);

    private async Task<List<string>> BuildAsync(Session owner, Plan plan)
    {
        for (var role = 0; role < Roles.Length; role++) await owner.AddRoleAsync(Roles[role], [.. plan.Roles[role].Distinct()]);
        var candidates = new List<string> { owner.UserId, (await service.Api.SignUpAsync()).UserId, $"{Guid.CreateVersion7()}" };
        foreach (var member in plan.Members)
        {
            var added = await service.Api.AddUserAsync(owner, [.. member.Roles, "user"]);
            candidates.Add(added.UserId);
            if (member.End == "disabled") (await owner.PatchAsync($"/v1/users/{added.UserId}", new { status = "disabled" })).Expect(HttpStatusCode.OK);
            if (member.End == "removed") (await owner.DeleteAsync($"/v1/users/{added.UserId}")).Expect(HttpStatusCode.NoContent);
        }

        var client = (await owner.PostAsync("/v1/clients", new { name = "Billing" })).Expect(HttpStatusCode.Created)["client_id"];
        foreach (var role in plan.ClientRoles) (await owner.PutAsync($"/v1/clients/{client}/roles/{role}")).Expect(HttpStatusCode.NoContent);
        foreach (var role in plan.Deleted)
        {
            (await owner.DeleteAsync($"/v1/roles/{role}")).Expect(HttpStatusCode.NoContent);
            if (plan.IsMadeAgain) await owner.AddRoleAsync(role, "billing.invoice.all");
        }

        return [.. candidates, client];
    }

    private static async Task<HashSet<string>> CatalogueAsync(Session owner, string type)
    {
        var answer = (await owner.GetAsync($"/v1/permissions?prefix={type}.&limit=200")).Expect(HttpStatusCode.OK);
        return [.. answer.Items.Select(item => item["action"]!.GetValue<string>())];
    }

    private static async Task<bool[]> CheckAsync(Session owner, IEnumerable<JsonObject> questions)
    {
        var answer = (await owner.PostAsync(Many, new { evaluations = questions })).Expect(HttpStatusCode.OK);
        return [.. answer.Json["evaluations"]!.AsArray().Select(decision => decision!["decision"]!.GetValue<bool>())];
    }

    private sealed record Fate(string[] Roles, string End);

    private sealed record Plan(string[][] Roles, Fate[] Members, string[] ClientRoles, string[] Deleted, bool IsMadeAgain, int Limit);
}
