using AuthServe.Gateway.Silos;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace AuthServe.Gateway.Problems;

/// <summary>Answers every exception that leaves an endpoint or a middleware: the only place that does.</summary>
internal sealed partial class ExceptionAnswers(ILogger<ExceptionAnswers> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var isGone = httpContext.RequestAborted.IsCancellationRequested;
        if (isGone && exception is OperationCanceledException) return true;

        // What went wrong is logged, also when nobody waits for the answer any more.
        var problem = ProblemOf(httpContext, exception);
        if (!isGone) await ProblemWriter.WriteAsync(httpContext, problem);
        return true;
    }

    private Problem ProblemOf(HttpContext context, Exception exception)
    {
        if (exception is BadHttpRequestException refused) return RequestProblems.Of(context, refused);
        if (exception is AntiforgeryValidationException forged) return RequestProblems.Of(context, forged);
        // What the framework's reader of forms does not read: control characters, too many fields, too long ones.
        if (exception is InvalidDataException && context.Request.HasFormContentType) return RequestProblems.Invalid("The form cannot be read.");
        if (Unavailability.Explains(exception))
        {
            // That there is no silo has been said once; every call that finds none would say it again.
            if (exception.GetBaseException() is not ClusterUnavailableException)
                LogUnavailable(ProblemWriter.TraceId(context), exception.GetType().Name, exception.Message);
            return Unavailability.Problem;
        }

        LogUnexpected(exception, ProblemWriter.TraceId(context));
        return new Problem(ProblemCodes.InternalError, "The request failed, and not by its own fault. The trace id names it in the logs.");
    }
}
