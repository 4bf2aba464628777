namespace AuthServe.Gateway.Access;

/// <summary>Where the OpenID AuthZEN Authorization API 1.0 is.</summary>
internal static class AccessApi
{
    /// <summary>The path every endpoint of it stands below.</summary>
    public const string Path = "/access";

    /// <summary>The path the searches stand below.</summary>
    public const string SearchPath = Path + "/v1/search";

    /// <summary>Says what is wrong with a request that is no JSON.</summary>
    public const string WrongContentType = "The Content-Type must be application/json.";

    /// <summary>Success is exactly this (AuthZEN, section 10.1).</summary>
    public const string ContentType = "application/json";

    /// <summary>Whether the request is for it, known endpoint or not.</summary>
    public static bool Owns(HttpRequest request) => request.Path.StartsWithSegments(Path);
}
