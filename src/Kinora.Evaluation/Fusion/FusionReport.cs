using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kinora.Inference.Fusion;
using Kinora.Results;

namespace Kinora.Evaluation.Fusion;

/// <summary>A stream beside the fused ones.</summary>
/// <param name="Name">Its run.</param>
/// <param name="Top1">Its top-1 accuracy alone, on the clips that all streams have.</param>
/// <param name="Turned">What fusion changes against it.</param>
public sealed record StreamRow(string Name, Interval Top1, TurnedClips Turned);

/// <summary>A class beside the others.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Clips">Its clips.</param>
/// <param name="Alone">Of each stream the share of them it has right.</param>
/// <param name="Fused">The share that all have right together.</param>
/// <param name="TurnedRight">Clips that the best stream alone has wrong and all together right.</param>
/// <param name="TurnedWrong">Clips that the best stream alone has right and all together wrong.</param>
public sealed record ClassRow(string Label, int Clips, IReadOnlyList<double> Alone, double Fused, int TurnedRight, int TurnedWrong);

/// <summary>The weights of one part.</summary>
/// <param name="Part">What the fold leaves out; empty where there is one part only.</param>
/// <param name="Weights">A weight per stream.</param>
/// <param name="ChosenOn">Clips they were chosen on; 0 where they were given.</param>
public sealed record PartWeights(string Part, IReadOnlyList<double> Weights, int ChosenOn);

/// <summary>Where fusion helps and where it hurts: the content of <c>fusion.json</c>.</summary>
/// <param name="Method">How it was fused.</param>
/// <param name="WeightsFrom">Where the weights come from, in words.</param>
/// <param name="Weights">The weights of each part; null for methods that take none.</param>
/// <param name="Clips">Clips measured.</param>
/// <param name="Streams">Each stream alone.</param>
/// <param name="Best">The stream that is best alone, on these very clips: the one that classes are compared with.</param>
/// <param name="Fused">Top-1 accuracy of all together.</param>
/// <param name="Classes">Each class that has clips.</param>
/// <param name="Missing">Clips that a stream lacks; they are in no number.</param>
public sealed record FusionReport(
    FusionMethod Method,
    string WeightsFrom,
    IReadOnlyList<PartWeights>? Weights,
    int Clips,
    IReadOnlyList<StreamRow> Streams,
    string Best,
    Interval Fused,
    IReadOnlyList<ClassRow> Classes,
    IReadOnlyList<MissingClip> Missing)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Compares.</summary>
    /// <param name="fusion">The streams, fused.</param>
    /// <param name="protocol">How they were measured.</param>
    /// <exception cref="ResultsException">No clip has a known truth.</exception>
    public static FusionReport Of(FusedStreams fusion, Protocol protocol)
    {
        var groupKind = protocol.GroupKind ?? "group";
        var fused = Join(fusion.Together);
        var alone = fusion.Streams.Select((_, stream) => Join(fusion.Alone(stream))).ToArray();
        StreamRow[] rows = [.. fusion.Streams.Select((name, stream) => new StreamRow(name, Results(fusion.Alone(stream), protocol).Top1, TurnedClips.Of(alone[stream].Clips, fused.Clips, groupKind)))];
        var best = Enumerable.Range(0, rows.Length).MaxBy(stream => Metrics.TopK(alone[stream].Outcomes(), 1));
        return new FusionReport(
            fusion.Method,
            fusion.WeightsFrom,
            fusion.Parts[0].Weights is null ? null : [.. fusion.Parts.Select(part => new PartWeights(part.Name, part.Weights!, part.ChosenOn))],
            fused.Measurable().Clips.Count,
            rows,
            fusion.Streams[best],
            Results(fusion.Together, protocol).Top1,
            [.. fused.Labels.Select((label, number) => Row(label, number, alone, fused, best)).Where(row => row.Clips > 0)],
            fusion.Missing);
    }

    /// <summary>The results of streams or of all together, by part.</summary>
    /// <param name="parts">Folds, or one part.</param>
    /// <param name="protocol">How they were measured.</param>
    /// <param name="seconds">Wall-clock time.</param>
    public static RunResults Results(IReadOnlyList<(string Name, Scores Scores)> parts, Protocol protocol, double seconds = 0) => parts.Count == 1
        ? RunResults.Of(parts[0].Scores, protocol, seconds, [])
        : RunResults.OfFolds(parts, protocol.GroupKind ?? "fold", protocol, seconds, []);

    /// <summary>As JSON.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json) + "\n";

    private static Scores Join(IReadOnlyList<(string Name, Scores Scores)> parts) => new(parts[0].Scores.Labels, [.. parts.SelectMany(part => part.Scores.Clips)]);

    private static ClassRow Row(string label, int number, Scores[] alone, Scores fused, int best)
    {
        int[] places = [.. fused.Clips.Index().Where(clip => clip.Item.Truth == number).Select(clip => clip.Index)];
        return new ClassRow(
            label,
            places.Length,
            [.. alone.Select(stream => Share(stream))],
            Share(fused),
            places.Count(place => IsRight(fused, place) && !IsRight(alone[best], place)),
            places.Count(place => !IsRight(fused, place) && IsRight(alone[best], place)));

        double Share(Scores scores) => places.Length == 0 ? 0 : places.Count(place => IsRight(scores, place)) / (double)places.Length;

        static bool IsRight(Scores scores, int place) => scores.Clips[place].Predicted == scores.Clips[place].Truth;
    }
}
