using Kinora.Data.Splitting;
using Kinora.Results;

namespace Kinora.Cli.Verbs;

/// <summary>Random clips with truth, prediction, confidence and a tick or a cross.</summary>
internal static class SampleLines
{
    public static void Write(TextWriter output, Scores scores, int count, int seed)
    {
        foreach (var place in Shuffle.Order(scores.Clips.Count, seed, 0, "samples").Take(count))
        {
            var clip = scores.Clips[place];
            var truth = clip.Truth is { } label ? scores.Labels[label] : "unknown";
            output.WriteLine($"{(clip.Predicted == clip.Truth ? '✓' : '✗')} {clip.Name}");
            output.WriteLine($"    true class {truth}, predicted {scores.Labels[clip.Predicted]}, confidence {100 * clip.Probabilities[clip.Predicted]:F1} %");
        }
    }
}
