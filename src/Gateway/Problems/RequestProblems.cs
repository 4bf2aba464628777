using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AuthServe.Gateway.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;

namespace AuthServe.Gateway.Problems;

/// <summary>Says what is wrong with a request that could not be read.</summary>
internal static class RequestProblems
{
    /// <summary>A request whose members are wrong.</summary>
    public static Problem Invalid(ImmutableSortedDictionary<string, ImmutableArray<string>> errors) =>
        new(ProblemCodes.RequestInvalid, "Some members of the request are not valid; see errors.", Errors: errors);

    /// <summary>A request that is wrong as a whole.</summary>
    public static Problem Invalid(string detail) => new(ProblemCodes.RequestInvalid, detail);

    /// <summary>What the framework refused to read.</summary>
    public static Problem Of(HttpContext context, BadHttpRequestException exception) => exception switch
    {
        { InnerException: JsonException json } => OfJson(context, json),
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } when string.IsNullOrEmpty(context.Request.ContentType) =>
            Invalid("A body with a Content-Type is required."),
        { StatusCode: StatusCodes.Status400BadRequest } => Invalid("The request has no body, or one that cannot be read."),
        _ => OfStatus(context, exception.StatusCode),
    };

    /// <summary>What is wrong with a form that was not taken.</summary>
    public static Problem Of(HttpContext context, AntiforgeryValidationException exception) =>
        exception.InnerException is BadHttpRequestException refused
            ? Of(context, refused)
            : new(
                ProblemCodes.FormRefused,
                "It was open for too long, or your browser does not keep cookies. Go back, reload the page and try again.");

    /// <summary>What a bare status code means.</summary>
    public static Problem OfStatus(HttpContext context, int status) => status switch
    {
        StatusCodes.Status404NotFound => new(ProblemCodes.RouteNotFound, "No such path. The API is described at /docs."),
        StatusCodes.Status405MethodNotAllowed =>
            new(ProblemCodes.MethodNotAllowed, $"Allowed here: {context.Response.Headers.Allow}."),
        StatusCodes.Status413PayloadTooLarge => new(ProblemCodes.RequestTooLarge, "The body is longer than is allowed here."),
        StatusCodes.Status415UnsupportedMediaType =>
            new(ProblemCodes.UnsupportedMediaType, "The body must be application/json in UTF-8."),
        StatusCodes.Status503ServiceUnavailable => Unavailability.Problem,
        >= 500 => new(ProblemCodes.InternalError, "The request failed, and not by its own fault."),
        _ => Invalid("The request cannot be read."),
    };

    private static Problem OfJson(HttpContext context, JsonException exception)
    {
        if (exception.InnerException is JsonException || exception.Path is null or "$")
            return Invalid(Malformed(exception));

        // The endpoint is not the request's any more when an exception is answered.
        var endpoint = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        var type = endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        var (member, message) = JsonMistakes.Describe(exception.Path, type);
        return Invalid(ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add(member, [message]));
    }

    private static string Malformed(JsonException exception) => string.Create(
        CultureInfo.InvariantCulture,
        $"The body is not the JSON object that is expected (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).");
}
