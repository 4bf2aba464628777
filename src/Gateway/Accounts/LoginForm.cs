using System.Diagnostics.CodeAnalysis;
using System.Text;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Problems;
using AuthServe.GrainInterfaces.Accounts;
using Microsoft.AspNetCore.WebUtilities;

namespace AuthServe.Gateway.Accounts;

/// <summary>A <see cref="LoginRequest"/> that came as a form (<c>application/x-www-form-urlencoded</c>).</summary>
internal sealed class LoginForm
{
    /// <summary>The media type of forms.</summary>
    public const string ContentType = "application/x-www-form-urlencoded";

    // What decoding puts in the place of bytes that are not UTF-8.
    private const char Replacement = '\uFFFD';

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Fields _fields = new();

    private LoginForm(string form)
    {
        if (form.Contains(Replacement, StringComparison.Ordinal)) _fields.Refuse("form", "It must be UTF-8.");
        foreach (var pair in new QueryStringEnumerable(form)) Add(pair.DecodeName().ToString(), pair.DecodeValue().ToString());
    }

    /// <summary>Binds the parameter of an endpoint.</summary>
    public static async ValueTask<LoginForm?> BindAsync(HttpContext context) =>
        await context.Request.BodyReader.ReadAsync(
            static body => new LoginForm(Encoding.UTF8.GetString(body)), context.RequestAborted);

    /// <summary>The command this asks for, or what is wrong with it.</summary>
    public bool TryRead([NotNullWhen(true)] out SignIn? command, [NotNullWhen(false)] out Problem? problem)
    {
        command = new LoginRequest
        {
            Username = _values.GetValueOrDefault("username"),
            Password = _values.GetValueOrDefault("password"),
            Scope = _values.GetValueOrDefault("scope"),
            Organization = _values.GetValueOrDefault("organization"),
        }.Read(_fields);
        return _fields.AreValid(out problem);
    }

    // What has no value counts as left out (RFC 6749, section 3.2).
    private void Add(string name, string value)
    {
        if (name is not ("username" or "password" or "scope" or "organization")) _fields.Refuse(name, "It is not known here.");
        else if (value.Length > 0 && !_values.TryAdd(name, value)) _fields.Refuse(name, "It must be given once.");
    }
}
