using AuthServe.Gateway.Json;

namespace AuthServe.Gateway.Access;

/// <summary>Writes errors in the form AuthZEN gives them.</summary>
internal static class AccessErrors
{
    public static Task WriteAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = StatusOf(status);
        var error = new AccessErrorModel(new AccessErrorDetailModel(StatusOf(status), message));
        return context.Response.WriteAsJsonAsync(
            error, GatewayJson.Http.AccessErrorModel, AccessApi.ContentType, context.RequestAborted);
    }

    /// <summary>AuthZEN has one status for everything that is wrong with a request, also with its content type.</summary>
    public static int StatusOf(int status) =>
        status == StatusCodes.Status415UnsupportedMediaType ? StatusCodes.Status400BadRequest : status;
}
