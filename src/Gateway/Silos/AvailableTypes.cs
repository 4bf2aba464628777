using Orleans.Serialization.TypeSystem;

namespace AuthServe.Gateway.Silos;

/// <summary>
/// The types that silos may name to a gateway. Orleans' own resolver throws, and does not say no, when a type's assembly is not here, as a database
/// driver's: a failure that is named by such a type would then not only be unreadable. What came on the connection right after it would also wait there
/// for more to come, for seconds when there is little to say.
/// </summary>
internal sealed class AvailableTypes : TypeResolver
{
    private readonly CachedTypeResolver _loaded = new();

    public override Type ResolveType(string name) => _loaded.ResolveType(name);

    public override bool TryResolveType(string name, out Type type)
    {
        try
        {
            return _loaded.TryResolveType(name, out type);
        }
        catch (TypeLoadException)
        {
            type = null!;
            return false;
        }
    }
}
