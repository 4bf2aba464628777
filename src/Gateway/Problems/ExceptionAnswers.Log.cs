namespace AuthServe.Gateway.Problems;

internal sealed partial class ExceptionAnswers
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Request {TraceId} was not answered by a silo ({Exception}): {Reason}")]
    private partial void LogUnavailable(string traceId, string exception, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {TraceId} failed.")]
    private partial void LogUnexpected(Exception exception, string traceId);
}
