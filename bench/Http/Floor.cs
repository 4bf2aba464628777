using System.Text.Json.Serialization;

namespace AuthServe.Http;

/// <summary>What any server pays that reads a check's request and writes its answer, and does nothing between.</summary>
internal static partial class Floor
{
    public static void Run(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, Json.Default));
        var app = builder.Build();
        app.MapPost("/access/v1/evaluation", (Request request) =>
            new Answer(request.Subject.Id.Length > 0, new(17, ["clerk"])));
        app.Run();
    }

    internal sealed record Request(Entity Subject, Named Action, Entity Resource);

    internal sealed record Entity(string Type, string Id);

    internal sealed record Named(string Name);

    internal sealed record Answer(bool Decision, Context Context);

    internal sealed record Context(long Revision, string[] Via);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(Request))]
    [JsonSerializable(typeof(Answer))]
    private sealed partial class Json : JsonSerializerContext;
}
