using System.Net;

namespace AuthServe.Gateway.Tests.Users;

/// <summary>Reads lists of users to their end.</summary>
public static class Listing
{
    /// <summary>The ids of all users that are listed, a few a page, from the start or a cursor on.</summary>
    public static async Task<List<string>> ListAsync(Session session, string filter, string? cursor = null)
    {
        var found = new List<string>();
        do
        {
            var page = (await session.GetAsync($"/v1/users?limit=2&{filter}{(cursor is null ? "" : $"&cursor={cursor}")}")).Expect(HttpStatusCode.OK);
            found.AddRange(page.Items.Select(user => user["user_id"]!.GetValue<string>()));
            cursor = page.Json["next_cursor"]?.GetValue<string>();
        }
        while (cursor is not null);
        return found;
    }
}
