namespace AuthServe.Gateway.Security;

internal sealed partial class TokenKeysRefresh
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The signing keys cannot be fetched from a silo; trying on.")]
    private partial void LogFailed(Exception exception);
}
