using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace AuthServe.Gateway.Tests.Access;

/// <summary>Searches as AuthZEN's clients do, and reads what they are answered.</summary>
public static class Searching
{
    public const string Subjects = "/access/v1/search/subject";
    public const string Resources = "/access/v1/search/resource";
    public const string Actions = "/access/v1/search/action";

    /// <summary>Whoever may do what a permission says.</summary>
    public static JsonObject WhoMay(string permission, string id = "*")
    {
        var body = Asking.Question("", permission, id);
        body["subject"] = new JsonObject { ["type"] = "user" };
        return body;
    }

    /// <summary>Whatever somebody may do that to.</summary>
    public static JsonObject WhatFor(string subject, string permission)
    {
        var body = Asking.Question(subject, permission);
        body["resource"]!.AsObject().Remove("id");
        return body;
    }

    /// <summary>Whatever somebody may do to that.</summary>
    public static JsonObject WhatMay(string subject, string type, string id = "*") =>
        new() { ["subject"] = Asking.User(subject), ["resource"] = Asking.Resource(type, id) };

    /// <summary>A search of each kind that has results for its caller, an owner.</summary>
    public static JsonObject Example(string path, string subject) => path switch
    {
        Subjects => WhoMay("auth.user.read"),
        Resources => WhatFor(subject, "auth.user.read"),
        _ => WhatMay(subject, "auth.user"),
    };

    /// <summary>Everything that is found, so many results a page.</summary>
    public static async Task<List<string>> FindAsync(this Session session, string path, JsonObject search, int? limit = null)
    {
        var found = new List<string>();
        var body = search.DeepClone().AsObject();
        if (limit is not null) body["page"] = new JsonObject { ["limit"] = limit };
        while (true)
        {
            var answer = await session.PostAsync(path, body);
            var results = answer.Results(path);
            var next = answer.NextToken();
            if (limit is not null) Assert.True(next.Length == 0 ? results.Count <= limit : results.Count == limit, answer.Body);
            found.AddRange(results);
            if (next.Length == 0) return found;
            body["page"] = new JsonObject { ["token"] = next };
        }
    }

    /// <summary>The ids or names that a page has, after a look at its form.</summary>
    public static List<string> Results(this Answer answer, string path)
    {
        answer.Expect(HttpStatusCode.OK);
        Assert.Equal("application/json", answer.ContentHeaders.ContentType?.ToString());
        Assert.StartsWith("{\"page\":{\"next_token\":\"", answer.Body, StringComparison.Ordinal);
        var results = answer.Json["results"]!.AsArray().Select(result => result!.AsObject()).ToList();
        Assert.Equal(results.Count, answer.Json["page"]!["count"]!.GetValue<int>());
        var id = path == Actions ? "name" : "id";
        Assert.All(results, result => Assert.Equal(path == Actions ? ["name"] : ["type", "id"], result.Select(member => member.Key)));
        return [.. results.Select(result => result[id]!.GetValue<string>())];
    }

    /// <summary>What leads to the next page; empty at the end.</summary>
    public static string NextToken(this Answer answer) => answer.Expect(HttpStatusCode.OK).Json["page"]!["next_token"]!.GetValue<string>();
}
