using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kinora.Cli.Shell;
using Kinora.Data;
using Kinora.Data.Audit;

namespace Kinora.Cli.Verbs;

/// <summary>An audit for programs: one JSON object with everything found.</summary>
internal static class AuditJson
{
    private static readonly JsonSerializerOptions json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(DataSet data, string split, AuditReport report, Terminal terminal) => terminal.Output.WriteLine(JsonSerializer.Serialize(
        new
        {
            report.Verdict.Verdict,
            report.Verdict.Reason,
            report.Verdict.Checked,
            Data = data.Root,
            Split = split,
            report.Clips,
            data.GroupKind,
            SharedGroups = report.SharedGroups.Select(group => new { group.Group, Fold = Named(group.Fold), group.Training, group.Measured }),
            Copies = report.Copies.Select(copy => new
            {
                First = copy.First.Name,
                Second = copy.Second.Name,
                FirstLabel = data.Labels[copy.First.Label],
                SecondLabel = data.Labels[copy.Second.Label],
                Score = Math.Round(copy.Score, 4),
                copy.How,
                BothSides = copy.Across is not null,
                Fold = Named(copy.Across?.Name),
            }),
            SimilarLabels = report.SimilarLabels.Select(pair => new[] { pair.First, pair.Second }),
            Broken = report.Broken.Select(clip => new { File = clip.Sample.Name, clip.Reason }),
            ReadInPart = report.ReadInPart.Select(clip => new { File = clip.Sample.Name, clip.Reason }),
            TooShort = report.TooShort.Select(clip => new { File = clip.Sample.Name, clip.Frames }),
            NotCompared = report.NotCompared.Select(clip => clip.Name),
            Imbalance = Math.Round(report.Imbalance, 3),
            report.Classes,
        },
        json));

    private static string? Named(string? fold) => fold is { Length: > 0 } ? fold : null;
}
