using AuthServe.Gateway.Problems;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>Says by a form that makes an account what the API says of a request that does.</summary>
internal static class FormErrors
{
    // What the API calls a member, and what the forms call it.
    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["username"] = "username",
        ["primary_email"] = "email",
        ["password"] = "password",
        ["display_name"] = "display_name",
        ["organization.name"] = "organization_name",
    };

    /// <summary>What is wrong, a sentence by posted field; under the empty name what is wrong with no field.</summary>
    public static Dictionary<string, string> Of(Problem? problem)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (problem?.Errors is { } members)
        {
            foreach (var (member, messages) in members) errors[FieldOfMember(member)] = messages[0];
        }
        else if (problem is not null)
        {
            errors[FieldOfCode(problem.Code)] = problem.Detail;
        }

        return errors;
    }

    private static string FieldOfMember(string member) =>
        Fields.GetValueOrDefault(member.StartsWith("user.", StringComparison.Ordinal) ? member["user.".Length..] : member, "");

    private static string FieldOfCode(string code) => code switch
    {
        "user.username_taken" => "username",
        "user.email_taken" => "email",
        _ => "",
    };
}
