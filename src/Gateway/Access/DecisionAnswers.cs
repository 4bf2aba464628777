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

/// <summary>Decisions, in the order they were asked. Those that are one object, as many are, are put into words once.</summary>
internal sealed class DecisionsAnswer(EvaluationsModel model) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = AccessApi.ContentType;
        await using (var json = new Utf8JsonWriter(response.BodyWriter)) Write(json);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private void Write(Utf8JsonWriter json)
    {
        (EvaluationModel? Model, byte[] Text) allowed = (null, []), refused = (null, []);
        json.WriteStartObject();
        json.WriteStartArray("evaluations"u8);
        foreach (var evaluation in model.Evaluations)
        {
            ref var latest = ref evaluation.Decision ? ref allowed : ref refused;
            if (!ReferenceEquals(latest.Model, evaluation)) latest = (evaluation, JsonSerializer.SerializeToUtf8Bytes(evaluation, DecisionJson.Default.EvaluationModel));
            json.WriteRawValue(latest.Text, skipInputValidation: true);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}

/// <summary>Writes decisions as all answers are written, by generated code alone: options that are made at run time rule that out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EvaluationModel))]
internal sealed partial class DecisionJson : JsonSerializerContext;
