namespace AuthServe.Gateway.Access;

/// <summary>Where the OpenID AuthZEN Authorization API 1.0 is.</summary>
internal static class AccessApi
{
    /// <summary>The path every endpoint of it stands below.</summary>
    public const string Path = "/access";

    /// <summary>Success is exactly this (AuthZEN, section 10.1).</summary>
    public const string ContentType = "application/json";

    /// <summary>Whether the request is for it, known endpoint or not.</summary>
    public static bool Owns(HttpRequest request) => request.Path.StartsWithSegments(Path);
}
