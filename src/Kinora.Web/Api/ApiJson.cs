using System.Net.ServerSentEvents;
using System.Text.Json.Serialization;
using Kinora.Inference.Timelines;
using Microsoft.AspNetCore.Mvc;

namespace Kinora.Web.Api;

/// <summary>How the API writes and reads JSON: snake_case, absent instead of null, as the other verbs do.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PredictionView))]
[JsonSerializable(typeof(SseItem<PredictionView>))]
[JsonSerializable(typeof(HistoryView))]
[JsonSerializable(typeof(PredictionRequest))]
[JsonSerializable(typeof(ModelsView))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(Timeline))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(double?))]
internal sealed partial class ApiJson : JsonSerializerContext;
