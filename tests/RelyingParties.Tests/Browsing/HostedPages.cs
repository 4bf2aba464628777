using System.Net.Http.Headers;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Forms;

namespace AuthServe.RelyingParties.Tests.Browsing;

/// <summary>
/// Reads a page as a browser does and answers its form as a person would, by the names of its fields. What the page looks like, and the
/// hidden fields that it carries along, are its own affair.
/// </summary>
internal static class HostedPages
{
    /// <summary>The form of a page that is to be sent next, filled in; null when the page asks for nothing.</summary>
    public static async Task<FilledForm?> AnswerAsync(Uri address, string html, IReadOnlyDictionary<string, string> answers)
    {
        using var context = BrowsingContext.New(AngleSharp.Configuration.Default);
        using var page = await context.OpenAsync(response => response.Address(address.AbsoluteUri).Content(html));
        var forms = page.Forms.OfType<IHtmlFormElement>().ToList();
        var form = forms.Find(form => answers.Keys.Any(name => Fields(form, name).Any())) ?? forms.Find(AsksNothing);
        if (form is null) return null;

        List<string> filled = [];
        IHtmlElement? button = null;
        foreach (var (name, value) in answers)
        {
            var fields = Fields(form, name).ToList();
            if (fields.Count == 0) continue;
            filled.Add(name);
            button = fields.Find(field => IsButton(field) && field.GetAttribute("value") == value) ?? button;
            foreach (var field in fields) Fill(field, value);
        }

        button ??= form.QuerySelectorAll<IHtmlElement>("button, input").FirstOrDefault(IsButton);
        return new(ToRequest(form, button), filled);
    }

    // An answer in the address, or a page that carries on by itself, such as one with response_mode=form_post.
    private static bool AsksNothing(IHtmlFormElement form) =>
        form.QuerySelectorAll<IHtmlElement>("input, select, textarea").All(field => IsButton(field) || field.GetAttribute("type") is "hidden");

    private static IEnumerable<IHtmlElement> Fields(IHtmlFormElement form, string name) =>
        form.QuerySelectorAll<IHtmlElement>("input, select, button").Where(
            field => field.GetAttribute("name") == name && field.GetAttribute("type") is not "hidden");

    private static bool IsButton(IHtmlElement element) => element is IHtmlButtonElement { Type: "submit" } or IHtmlInputElement { Type: "submit" };

    private static void Fill(IHtmlElement field, string value)
    {
        switch (field)
        {
            case IHtmlInputElement { Type: "radio" or "checkbox" } choice:
                choice.IsChecked = choice.Value == value;
                break;
            case IHtmlInputElement input when !IsButton(input):
                input.Value = value;
                break;
            case IHtmlSelectElement list:
                list.Value = value;
                break;
        }
    }

    private static HttpRequestMessage ToRequest(IHtmlFormElement form, IHtmlElement? button)
    {
        var submission = (button is null ? form.GetSubmission() : form.GetSubmission(button))!;
        var target = new Uri(submission.Target.Href);
        if (submission.Method is AngleSharp.Io.HttpMethod.Get) return new(HttpMethod.Get, target);
        var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new StreamContent(submission.Body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(submission.MimeType!);
        request.Headers.Add("Origin", form.Owner!.Origin);
        return request;
    }
}

/// <summary>A form that is ready to be sent, and the names of the fields that were filled in.</summary>
internal sealed record FilledForm(HttpRequestMessage Request, IReadOnlyList<string> Filled);
