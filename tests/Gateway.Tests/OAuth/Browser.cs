using System.Net;
using System.Text.RegularExpressions;
using System.Web;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth;

/// <summary>A browser without script: keeps cookies, follows redirects within the gateway, fills in forms.</summary>
public sealed partial class Browser(HttpClient http)
{
    private const int MostRedirects = 10;
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    /// <summary>What the browser keeps.</summary>
    public IReadOnlyDictionary<string, string> Cookies => _cookies;

    /// <summary>The same cookies at another gateway.</summary>
    public Browser At(HttpClient other)
    {
        var copy = new Browser(other);
        foreach (var (name, value) in _cookies) copy._cookies[name] = value;
        return copy;
    }

    /// <summary>Opens a path and follows redirects within the gateway.</summary>
    public Task<Page> OpenAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>Submits the form of a page, with its hidden fields and these.</summary>
    public Task<Page> SubmitAsync(Page page, params IEnumerable<(string Name, string Value)> fields)
    {
        var form = page.Form;
        foreach (var (name, value) in fields) form.Fields[name] = value;
        return SendAsync(HttpMethod.Post, form.Action, new FormUrlEncodedContent(form.Fields));
    }

    /// <summary>Posts these fields and no others.</summary>
    public Task<Page> PostAsync(string path, params IEnumerable<(string Name, string Value)> fields) =>
        SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    /// <summary>
    /// Opens a path and does what a user would on the way until the gateway sends the browser to another origin or shows a last page: signs
    /// in, chooses the first organization, allows.
    /// </summary>
    public async Task<Page> GoThroughAsync(string path, string login, string decision = "allow", string password = Api.Password)
    {
        var page = await OpenAsync(path);
        for (var steps = 0; steps < 5 && page.Location is null && page.HasForm && !page.Asks("user_code"); steps++)
        {
            page = page.Form.Fields switch
            {
                _ when page.Asks("password") => await SubmitAsync(page, ("login", login), ("password", password)),
                _ when page.Asks("organization") => await SubmitAsync(page, ("organization", page.FirstChoice("organization"))),
                _ when page.Asks("decision") => await SubmitAsync(page, ("decision", decision)),
                _ => throw new InvalidOperationException("The page asks for something this browser does not know: " + page.Html),
            };
        }

        return page;
    }

    private async Task<Page> SendAsync(HttpMethod method, string path, HttpContent? body)
    {
        for (var redirects = 0; redirects < MostRedirects; redirects++)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body };
            if (_cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            using var response = await http.SendAsync(request);
            Keep(response);
            var location = response.Headers.Location;
            if (location is null) return new(response.StatusCode, await response.Content.ReadAsStringAsync(), null, response.Headers, path);

            Assert.NotEqual(HttpStatusCode.TemporaryRedirect, response.StatusCode);
            if (location.IsAbsoluteUri) return new(response.StatusCode, "", location, response.Headers, path);
            (method, path, body) = (HttpMethod.Get, location.OriginalString, null);
        }

        throw new InvalidOperationException($"Redirected in circles at {path}.");
    }

    private void Keep(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var cookies)) return;
        foreach (var cookie in cookies)
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0) _cookies.Remove(pair[0]);
            else _cookies[pair[0]] = pair[1];
        }
    }

    /// <summary>What the browser shows, or where it was sent.</summary>
    public sealed partial record Page(
        HttpStatusCode Status, string Html, Uri? Location, System.Net.Http.Headers.HttpResponseHeaders Headers, string Path)
    {
        public bool HasForm => Html.Contains("<form", StringComparison.Ordinal);

        /// <summary>The first form with its action and hidden fields.</summary>
        public (string Action, Dictionary<string, string> Fields) Form => (
            HttpUtility.HtmlDecode(FormAction().Match(Html).Groups[1].Value),
            Input().Matches(Html)
                .Select(match => match.Value)
                .Where(input => Attribute(input, "type") == "hidden")
                .ToDictionary(input => Attribute(input, "name")!, input => Attribute(input, "value") ?? "", StringComparer.Ordinal));

        /// <summary>The parameters that the browser was sent away with.</summary>
        public IReadOnlyDictionary<string, string> Query
        {
            get
            {
                Assert.True(Location is not null, $"The browser was not sent anywhere: {(int)Status} at {Path}\n{Html}");
                var query = HttpUtility.ParseQueryString(Location.Query);
                return query.AllKeys.ToDictionary(key => key!, key => query[key]!, StringComparer.Ordinal);
            }
        }

        /// <summary>Whether the page has a field of that name.</summary>
        public bool Asks(string field) => Html.Contains($"name=\"{field}\"", StringComparison.Ordinal);

        /// <summary>The value of the first choice or button of that name.</summary>
        public string FirstChoice(string field) =>
            Control().Matches(Html).Select(match => match.Value).Where(control => Attribute(control, "name") == field)
                .Select(control => Attribute(control, "value")!).First();

        /// <summary>Where the link with that text leads.</summary>
        public string Link(string text) =>
            HttpUtility.HtmlDecode(Regex.Match(Html, $"<a href=\"([^\"]*)\">{Regex.Escape(text)}</a>").Groups[1].Value) is { Length: > 0 } link
                ? link
                : throw new InvalidOperationException($"The page has no link \"{text}\": {Html}");

        private static string? Attribute(string element, string name)
        {
            var match = Regex.Match(element, $"\\s{name}=\"([^\"]*)\"");
            return match.Success ? HttpUtility.HtmlDecode(match.Groups[1].Value) : null;
        }

        [GeneratedRegex("<form[^>]*\\saction=\"([^\"]*)\"")]
        private static partial Regex FormAction();

        [GeneratedRegex("<input[^>]*>")]
        private static partial Regex Input();

        [GeneratedRegex("<(input|button)[^>]*>")]
        private static partial Regex Control();
    }
}
