namespace AuthServe.Gateway.Access;

/// <summary>What is searched for. Its entity has a type and no id; an action is not given at all.</summary>
internal enum SearchKind
{
    Subject,
    Resource,
    Action,
}
