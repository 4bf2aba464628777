using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Attacks;

/// <summary>Single requests: nothing is followed, and what is sent is what is written.</summary>
internal static class Wire
{
    /// <summary>One request with the cookies of a browser, which keeps none of the answer.</summary>
    public static async Task<Answer> SendAsync(
        this Api api, HttpMethod method, string path, Browser? browser = null, IEnumerable<(string Name, string Value)>? form = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (browser is { Cookies.Count: > 0 })
            request.Headers.Add("Cookie", string.Join("; ", browser.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        if (form is not null) request.Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await api.SendAsync(request);
    }

    /// <summary>Posts a form with nothing but this in it.</summary>
    public static Task<Answer> FormAsync(this Api api, string path, params IEnumerable<(string Name, string Value)> form) =>
        api.SendAsync(HttpMethod.Post, path, form: form);

    /// <summary>Posts a form with HTTP Basic authentication.</summary>
    public static async Task<Answer> BasicAsync(
        this Api api, string path, string user, string password, params IEnumerable<(string Name, string Value)> form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        request.Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await api.SendAsync(request);
    }

    /// <summary>The parameters of a path, as fields of a form; those that are pushed leave the client out, who authenticates.</summary>
    public static IEnumerable<(string Name, string Value)> Fields(this string path, bool withClient = true) =>
        path[(path.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&').Select(pair => pair.Split('=', 2))
            .Where(pair => withClient || pair[0] != "client_id")
            .Select(pair => (pair[0], Uri.UnescapeDataString(pair[1])));

    /// <summary>The <c>Location</c> as it is on the wire; null without one.</summary>
    public static string? Location(this Answer answer) => answer.Headers.NonValidated.TryGetValues("Location", out var values) ? values.ToString() : null;

    /// <summary>Expects an error page that sends the browser nowhere.</summary>
    public static void ExpectErrorPage(this Answer answer)
    {
        answer.Expect(HttpStatusCode.BadRequest);
        Assert.Null(answer.Location());
        Assert.Equal("text/html", answer.ContentHeaders.ContentType?.MediaType);
        Assert.DoesNotContain("<form", answer.Body, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Refresh"));
        Assert.DoesNotContain("http-equiv", answer.Body, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Expects an error of the protocol, and nothing that would be a token beside it.</summary>
    public static void ExpectError(this Answer answer, params string[] errors)
    {
        Assert.True(answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized, $"{(int)answer.Status}: {answer.Body}");
        Assert.Contains(answer["error"], errors);
        Assert.Null(answer.Json["access_token"]);
        Assert.Null(answer.Json["refresh_token"]);
        Assert.Null(answer.Json["id_token"]);
    }
}
