namespace AuthServe.Gateway.Clients;

/// <summary>What a client is called by whether it can keep a secret (RFC 6749, section 2.1).</summary>
internal static class ClientTypes
{
    public const string Confidential = "confidential";
    public const string Public = "public";

    public static string Of(bool isConfidential) => isConfidential ? Confidential : Public;
}
