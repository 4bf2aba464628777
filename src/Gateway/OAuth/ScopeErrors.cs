namespace AuthServe.Gateway.OAuth;

/// <summary>What is wrong with a scope, for the developer of a client.</summary>
internal static class ScopeErrors
{
    public const string TooLarge =
        "The scope does not fit into a token. Ask for less: name the permissions this token is for, or 'all' of a resource instead of each of its actions.";

    public const string NothingGranted = "Nothing that was asked for is allowed to this client and held by the subject.";
}
