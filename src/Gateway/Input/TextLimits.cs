namespace AuthServe.Gateway.Input;

/// <summary>How long the texts may be that people read, in UTF-16 units.</summary>
internal static class TextLimits
{
    public const int DisplayName = 100;
    public const int Description = 500;
}
