using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuthServe.Gateway.Access;

/// <summary>A decision. It is short, and sent in one piece.</summary>
internal sealed class DecisionAnswer(EvaluationModel model) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(model, DecisionJson.Default.EvaluationModel);
        var response = httpContext.Response;
        response.ContentType = AccessApi.ContentType;
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, httpContext.RequestAborted);
    }
}

/// <summary>
/// Decisions, in the order they were asked. Those that are one object, as many are, are put into words once. Whoever does not read them
/// holds up their writing, not a gateway's memory.
/// </summary>
internal sealed class DecisionsAnswer(EvaluationsModel model) : IResult
{
    /// <summary>What is written before it has to be on its way, in bytes.</summary>
    private const int Piece = 32 * 1024;

    private (EvaluationModel? Model, byte[] Text) _allowed = (null, []);
    private (EvaluationModel? Model, byte[] Text) _refused = (null, []);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = httpContext.Response.BodyWriter;
        httpContext.Response.ContentType = AccessApi.ContentType;
        await using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteStartArray("evaluations"u8);
        var sent = 0L;
        foreach (var evaluation in model.Evaluations)
        {
            json.WriteRawValue(TextOf(evaluation), skipInputValidation: true);
            if (json.BytesCommitted + json.BytesPending - sent >= Piece) await SendAsync();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await SendAsync();

        async Task SendAsync()
        {
            await json.FlushAsync();
            sent = json.BytesCommitted;
            await body.FlushAsync(httpContext.RequestAborted);
        }
    }

    private byte[] TextOf(EvaluationModel evaluation)
    {
        ref var latest = ref evaluation.Decision ? ref _allowed : ref _refused;
        if (!ReferenceEquals(latest.Model, evaluation))
            latest = (evaluation, JsonSerializer.SerializeToUtf8Bytes(evaluation, DecisionJson.Default.EvaluationModel));
        return latest.Text;
    }
}

/// <summary>
/// Writes decisions by generated code alone, which options that are made at run time, as those of other answers, rule out. It escapes more than
/// they do, and means the same.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EvaluationModel))]
internal sealed partial class DecisionJson : JsonSerializerContext;
