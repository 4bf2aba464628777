using Microsoft.AspNetCore.Http.Metadata;

namespace AuthServe.Gateway.Security;

/// <summary>How long a body an endpoint reads, in bytes. A longer one is answered with 413.</summary>
internal sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata
{
    /// <summary>For every endpoint that says nothing else.</summary>
    public static BodyLimit Default { get; } = new(64 * 1024);

    /// <summary>For a thousand checks in one call, and more.</summary>
    public static BodyLimit Checks { get; } = new(2 * 1024 * 1024);

    /// <summary>For a manifest of 10,000 permissions with long descriptions, and a thousand roles with hundreds each.</summary>
    public static BodyLimit Manifest { get; } = new(32 * 1024 * 1024);
}
