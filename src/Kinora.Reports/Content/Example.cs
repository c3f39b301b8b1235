using Kinora.Results;

namespace Kinora.Reports.Content;

/// <summary>A label and the probability that the network gave it, in [0, 1].</summary>
public sealed record Guess(string Label, double Probability);

/// <summary>One measured clip: what it shows, what the network said, how it looks.</summary>
/// <param name="Name">Of the clip, relative to its data set.</param>
/// <param name="Group">Its person or recording, null where unknown.</param>
/// <param name="Truth">What it shows.</param>
/// <param name="Guesses">The three most probable labels, the first one first.</param>
/// <param name="Frames">How it looks.</param>
public sealed record Example(string Name, string? Group, string Truth, IReadOnlyList<Guess> Guesses, FrameStrip Frames)
{
    private const int Guessed = 3;

    /// <summary>Whether the most probable label is the true one.</summary>
    public bool IsRight => Guesses[0].Label == Truth;

    internal static Example Of(ClipScore clip, IReadOnlyList<string> labels, FrameStrip frames) => new(
        clip.Name,
        clip.Group,
        labels[clip.Truth!.Value],
        [.. clip.Probabilities.Index().OrderByDescending(guess => guess.Item).ThenBy(guess => guess.Index).Take(Guessed).Select(guess => new Guess(labels[guess.Index], guess.Item))],
        frames);
}
