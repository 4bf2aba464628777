using System.Security.Cryptography;

namespace AuthServe.Gateway.Pages;

/// <summary>What pages need beside themselves: one stylesheet, at a path that changes with its content.</summary>
internal static class PageAssets
{
    private static readonly byte[] StylesheetBytes = Read("pages.css");

    /// <summary>The path of the stylesheet.</summary>
    public static string StylesheetPath { get; } = $"/assets/pages.{Hash(StylesheetBytes)}.css";

    /// <summary>The stylesheet in UTF-8.</summary>
    public static ReadOnlyMemory<byte> Stylesheet => StylesheetBytes;

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));

    private static byte[] Read(string resource)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
