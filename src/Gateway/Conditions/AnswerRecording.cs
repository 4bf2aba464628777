using System.Collections.Immutable;
using AuthServe.Gateway.Problems;
using AuthServe.GrainInterfaces.Idempotency;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace AuthServe.Gateway.Conditions;

/// <summary>Holds an answer back until it is kept.</summary>
internal sealed class AnswerRecording : IDisposable
{
    // Those that an endpoint adds; the others say the same of every answer.
    private static readonly ImmutableArray<string> Kept =
        [HeaderNames.ContentType, HeaderNames.ETag, HeaderNames.Location, HeaderNames.WWWAuthenticate, Receipts.RevisionHeader];

    private readonly HttpContext _context;
    private readonly IHttpResponseBodyFeature _sent;
    private readonly MemoryStream _body = new();
    private readonly StreamResponseBodyFeature _recorded;

    private AnswerRecording(HttpContext context, IHttpResponseBodyFeature sent)
    {
        (_context, _sent) = (context, sent);
        _recorded = new StreamResponseBodyFeature(_body, sent);
        context.Features.Set<IHttpResponseBodyFeature>(_recorded);
    }

    public static AnswerRecording Begin(HttpContext context) => new(context, context.Features.GetRequiredFeature<IHttpResponseBodyFeature>());

    /// <summary>
    /// The answer, to be kept; null for one that is not: of a failure, one that says to ask again, or one that broke off because its
    /// caller hung up.
    /// </summary>
    public async Task<SavedAnswer?> EndAsync()
    {
        await _recorded.CompleteAsync();
        var response = _context.Response;
        var isFinal = response.StatusCode is < 500 and not StatusCodes.Status429TooManyRequests && response.Headers.RetryAfter.Count == 0;
        if (!isFinal || _context.RequestAborted.IsCancellationRequested) return null;

        var headers = Kept.Where(name => response.Headers.ContainsKey(name));
        return new(
            response.StatusCode, headers.ToImmutableSortedDictionary(name => name, name => response.Headers[name].ToString()), [.. _body.ToArray()]);
    }

    /// <summary>Sends the answer.</summary>
    public Task SendAsync()
    {
        _context.Features.Set(_sent);
        return _body.Length == 0 ? Task.CompletedTask : _context.Response.Body.WriteAsync(_body.GetBuffer(), 0, (int)_body.Length);
    }

    /// <summary>Whatever is answered from here on is sent.</summary>
    public void Dispose()
    {
        _context.Features.Set(_sent);
        _recorded.Dispose();
        _body.Dispose();
    }
}

internal static class SavedAnswers
{
    /// <summary>Answers what was answered before.</summary>
    public static Task WriteAsync(this SavedAnswer answer, HttpResponse response)
    {
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers) response.Headers[name] = value;
        return answer.Body.IsEmpty ? Task.CompletedTask : response.Body.WriteAsync(answer.Body.AsMemory()).AsTask();
    }
}
