using System.Buffers;

namespace AuthServe.Gateway.Access;

/// <summary>Gives the caller's <c>X-Request-ID</c> back with every answer of the access API (AuthZEN, section 10.1.3).</summary>
internal static class RequestIds
{
    private const string Header = "X-Request-ID";
    private const int MaxLength = 128;

    private static readonly SearchValues<char> Printable =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);

    public static void UseRequestIds(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (AccessApi.Owns(context.Request) && context.Request.Headers[Header] is [{ Length: > 0 and <= MaxLength } id]
            && !id.AsSpan().ContainsAnyExcept(Printable))
        {
            context.Response.OnStarting(static state =>
            {
                var (response, id) = ((HttpResponse, string))state;
                response.Headers[Header] = id;
                return Task.CompletedTask;
            }, (context.Response, id));
        }

        return next(context);
    });
}
