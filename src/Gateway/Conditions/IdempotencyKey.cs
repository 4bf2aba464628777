using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.GrainInterfaces.Idempotency;

namespace AuthServe.Gateway.Conditions;

/// <summary>Reads the key of a write, and says whose it is and of what request (IETF draft "The Idempotency-Key HTTP Header Field").</summary>
internal static class IdempotencyKey
{
    /// <summary>The header.</summary>
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 255;
    private const string Allowed = "It must be given once, as 1 to 255 printable ASCII characters.";

    private static readonly SearchValues<char> Printable =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);

    /// <summary>The key of a request; or what is wrong with it.</summary>
    public static CallerKey? Read(HttpRequest request, out Problem? problem)
    {
        var fields = new Fields();
        var text = request.Headers[Header] is [{ Length: > 0 and <= MaxLength } one] && !one.AsSpan().ContainsAnyExcept(Printable) ? one : null;
        if (text is null) fields.Refuse(Header, Allowed);
        return fields.AreValid(out problem) ? new CallerKey(text!) : null;
    }

    /// <summary>SHA-256 of what makes a request this one and no other.</summary>
    public static byte[] HashOf(HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.Path}{request.QueryString}\n"));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    /// <summary>
    /// The grain that a key stands for. A caller's keys are their own. Where there is no caller, before an account is made, a key belongs to
    /// the whole request, with the password in it: whoever sends another is not told of this one, and cannot keep it from its answer.
    /// </summary>
    public static string GrainKey(HttpContext context, CallerKey key, ReadOnlySpan<byte> request)
    {
        var owner = Caller.From(context.User) is { } caller
            ? $"{caller.Client}\n{caller.User}\n{caller.Organization}"
            : Convert.ToHexStringLower(request);
        return "i/" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{owner}\n{key.Text}")));
    }
}
