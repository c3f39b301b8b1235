namespace Kinora.Inference;

/// <summary>What a network saw in a video.</summary>
/// <param name="File">The video.</param>
/// <param name="Labels">Class names.</param>
/// <param name="Probabilities">The probability of each class, in the order of the labels; they add up to 1.</param>
/// <param name="Warning">What is wrong with the video though frames came out of it; null if nothing.</param>
public sealed record Prediction(string File, IReadOnlyList<string> Labels, IReadOnlyList<float> Probabilities, string? Warning = null)
{
    /// <summary>Numbers of the frames that the (first) network saw, clip after clip, from 0.</summary>
    public IReadOnlyList<int> Frames { get; init; } = [];

    /// <summary>The most probable class.</summary>
    public string Label => Top(1)[0].Label;

    /// <summary>Its probability.</summary>
    public float Confidence => Top(1)[0].Probability;

    /// <summary>The most probable classes, best first; equal ones in the order of the labels.</summary>
    /// <param name="count">How many; all if there are fewer.</param>
    public IReadOnlyList<(string Label, float Probability)> Top(int count) =>
    [
        .. Enumerable.Range(0, Labels.Count)
            .OrderByDescending(i => Probabilities[i])
            .ThenBy(i => i)
            .Take(count)
            .Select(i => (Labels[i], Probabilities[i])),
    ];
}
