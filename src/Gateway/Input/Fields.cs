using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using AuthServe.Gateway.Problems;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.Permissions;

namespace AuthServe.Gateway.Input;

/// <summary>
/// Reads the members of one request into what grains take, and collects what is wrong with all of them. What it answers for a
/// member that is wrong is not to be used.
/// </summary>
internal sealed class Fields
{
    private const int MaxTokenLength = 1024;
    private const int MaxPasswordLength = 1024;

    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    private readonly SortedDictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    private delegate bool Normalizer(string? text, out string value);

    /// <summary>How many members were wrong.</summary>
    public int Count => _errors.Count;

    /// <summary>Whether nothing was wrong; else the refusal.</summary>
    public bool AreValid([NotNullWhen(false)] out Problem? problem)
    {
        problem = _errors.Count == 0 ? null : RequestProblems.Invalid(
            _errors.ToImmutableSortedDictionary(error => error.Key, error => error.Value.ToImmutableArray(), StringComparer.Ordinal));
        return problem is null;
    }

    /// <summary>Notes what is wrong with a member.</summary>
    public void Refuse(string member, string message)
    {
        if (!_errors.TryGetValue(member, out var messages)) _errors[member] = messages = [];
        messages.Add(message);
    }

    /// <summary>A member that must be there.</summary>
    public T? Required<T>(string member, T? value)
        where T : class
    {
        if (value is null) Refuse(member, "It is required.");
        return value;
    }

    /// <summary>A user name, normalised.</summary>
    public string Username(string member, string? text) =>
        Normalized(member, text, LoginName.TryNormalizeUsername, LoginName.UsernameAllowed);

    /// <summary>An e-mail address, normalised.</summary>
    public string Email(string member, string? text) => Normalized(member, text, LoginName.TryNormalizeEmail, LoginName.EmailAllowed);

    /// <summary>A password. How strong it must be is not judged here.</summary>
    public Password Password(string member, string? text) => new(Normalized(
        member, text, static (string? text, out string value) => (value = text ?? "").Length is > 0 and <= MaxPasswordLength,
        $"1 to {MaxPasswordLength} characters"));

    /// <summary>The token of a link in a mail. Whether it is good is not judged here.</summary>
    public string? LinkToken(string member, string? text)
    {
        if (Required(member, text)?.Length > MaxTokenLength) Refuse(member, $"It must be at most {MaxTokenLength} characters.");
        return text;
    }

    /// <summary>Text that people read, normalised.</summary>
    public string Text(string member, string? text, int maxLength) => Normalized(
        member, text, (string? text, out string value) => DisplayText.TryNormalize(text, maxLength, out value),
        DisplayText.Allowed(maxLength));

    /// <summary>Text that people read, or none.</summary>
    public string? OptionalText(string member, string? text, int maxLength) => text is null ? null : Text(member, text, maxLength);

    /// <summary>The slug of a role, or a part of a permission.</summary>
    public string SlugOf(string member, string? text) => Normalized(
        member, text, static (string? text, out string value) => Slug.IsValid(value = text ?? ""), Slug.Allowed);

    /// <summary>A slug, or none when the text is empty.</summary>
    public string? OptionalSlug(string member, string? text) => string.IsNullOrEmpty(text) ? null : SlugOf(member, text);

    /// <summary>Slugs of roles; repeated ones count once.</summary>
    public ImmutableArray<string> Slugs(string member, string?[] texts) =>
        Each(member, texts, static (fields, member, text) => fields.SlugOf(member, text));

    /// <summary>Permissions; repeated ones count once.</summary>
    public ImmutableArray<string> Permissions(string member, string?[] texts) =>
        Each(member, texts, static (fields, member, text) => fields.Permission(member, text));

    /// <summary>A DNS name, or none.</summary>
    public string? OptionalDomain(string member, string? text) => text is null ? null : Normalized(
        member, text, static (string? text, out string value) => DomainName.IsValid(value = text ?? ""), DomainName.Allowed);

    /// <summary>One of the choices.</summary>
    public string OneOf(string member, string? text, params ReadOnlySpan<string> choices)
    {
        if (Required(member, text) is { } given && !choices.Contains(given))
            Refuse(member, $"It must be one of: {string.Join(", ", choices!)}.");
        return text ?? "";
    }

    /// <summary>True or false; false when the text is empty.</summary>
    public bool OptionalFlag(string member, string? text) =>
        !string.IsNullOrEmpty(text) && OneOf(member, text, "true", "false") == "true";

    /// <summary>Permissions separated by spaces (RFC 6749, section 3.3), or none when the text is empty.</summary>
    public ImmutableArray<string>? OptionalScope(string member, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var asked = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (!asked.All(name => PermissionName.TryParse(name, out _)))
            Refuse(member, $"It must be permissions separated by spaces: {PermissionName.Allowed}.");
        return asked;
    }

    /// <summary>A UUID, or none.</summary>
    public Guid? OptionalUuid(string member, string? text)
    {
        if (text is null) return null;
        if (Guid.TryParseExact(text, "D", out var uuid)) return uuid;
        Refuse(member, "It must be a UUID, such as 019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b.");
        return null;
    }

    /// <summary>A time with its offset (RFC 3339), or none when the text is empty.</summary>
    public DateTimeOffset? OptionalTime(string member, string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
        Refuse(member, "It must be a time with its offset from UTC, such as 2026-03-01T09:30:00Z.");
        return null;
    }

    private string Permission(string member, string? text) => Normalized(
        member, text, static (string? text, out string value) => PermissionName.TryParse(value = text ?? "", out _),
        PermissionName.Allowed);

    private ImmutableArray<string> Each(string member, string?[] texts, Func<Fields, string, string?, string> read) =>
        [.. texts.Select((text, at) => read(this, $"{member}[{at}]", text)).Distinct(StringComparer.Ordinal)];

    private string Normalized(string member, string? text, Normalizer normalize, string allowed)
    {
        if (Required(member, text) is null) return "";
        if (!normalize(text, out var value)) Refuse(member, $"It must be {allowed}.");
        return value;
    }
}
