namespace AuthServe.Gateway.Access;

internal static class AccessHosting
{
    /// <summary>Adds what answers checks and searches.</summary>
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<Subjects>();
        services.AddSingleton<Evaluator>();
        services.AddSingleton<Searcher>();
    }
}
