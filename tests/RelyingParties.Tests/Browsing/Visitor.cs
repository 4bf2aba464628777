using System.Net.Http.Headers;
using Xunit;

namespace AuthServe.RelyingParties.Tests.Browsing;

/// <summary>A person with a browser of their own: keeps cookies, follows redirects, signs in and consents when asked.</summary>
internal sealed class Visitor : IDisposable
{
    // Far more than any flow has; a page that asks the same again and again must not go on for ever.
    private const int MostSteps = 20;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() });
    private readonly Dictionary<string, string> _answers;

    public Visitor(Account account) => _answers = new()
    {
        ["login"] = account.Login,
        ["password"] = account.Password,
        ["organization"] = account.OrgId,
        ["decision"] = "allow",
    };

    /// <summary>Answers a field of the hosted pages in this way from now on.</summary>
    public Visitor Answering(string field, string value)
    {
        _answers[field] = value;
        return this;
    }

    /// <summary>
    /// Opens an address, and goes on until a page asks for nothing more or, when the browser is not to go where it is sent in the end,
    /// until it is sent there.
    /// </summary>
    public async Task<Visit> OpenAsync(string address, string? until = null)
    {
        List<Uri> passed = [];
        List<string> filled = [];
        var request = Get(new(address));
        while (passed.Count < MostSteps)
        {
            var here = request.RequestUri!;
            if (until is not null && IsAt(here, new(until))) return new(here, filled, passed, "", null);
            passed.Add(here);
            using var response = await SendAsync(request);
            if (response.Headers.Location is { } location)
            {
                request = Get(new(here, location));
                continue;
            }

            var page = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{here} answered {(int)response.StatusCode}: {page}");
            var form = IsHtml(response) ? await HostedPages.AnswerAsync(here, page, _answers) : null;
            if (form is null)
            {
                Assert.True(until is null, $"The browser stopped at {here} and never came to {until}: {page}");
                return new(here, filled, passed, page, response.Headers);
            }

            filled.AddRange(form.Filled);
            request = form.Request;
        }

        Assert.Fail($"The browser is sent in circles: {string.Join("\n", passed)}");
        throw new InvalidOperationException();
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Get(Uri address) => new(HttpMethod.Get, address);

    private static bool IsAt(Uri here, Uri until) =>
        Uri.Compare(here, until, UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.Unescaped, StringComparison.Ordinal) == 0;

    private static bool IsHtml(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType is "text/html";

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            request.Headers.Accept.ParseAdd("text/html");
            return await _http.SendAsync(request);
        }
    }
}

/// <summary>Where a browser came to, what its user filled in on the way and what the last page says.</summary>
internal sealed record Visit(Uri Address, IReadOnlyList<string> Filled, IReadOnlyList<Uri> Passed, string Page, HttpResponseHeaders? Headers)
{
    /// <summary>Whether the user had to type the password.</summary>
    public bool AskedForPassword => Filled.Contains("password");

    /// <summary>Whether the user had to allow what the client wants.</summary>
    public bool AskedForConsent => Filled.Contains("decision");
}
