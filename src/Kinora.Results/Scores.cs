namespace Kinora.Results;

/// <summary>
/// The probabilities a model gave to the clips of a data set: all that metrics, comparison and fusion start from.
/// Kept on disk as <c>scores.csv</c>.
/// </summary>
public sealed class Scores
{
    /// <param name="labels">Names of the classes, all different, none empty.</param>
    /// <param name="clips">One score per clip, each with a probability per label.</param>
    /// <exception cref="ResultsException">A clip does not fit the labels, or a probability is outside [0, 1].</exception>
    public Scores(IReadOnlyList<string> labels, IReadOnlyList<ClipScore> clips)
    {
        if (labels.Count == 0 || labels.Any(string.IsNullOrEmpty) || labels.Distinct().Count() != labels.Count)
        {
            throw new ResultsException($"labels must be different, not empty, and at least one; found [{string.Join(", ", labels)}]");
        }

        foreach (var clip in clips)
        {
            Check(clip, labels);
        }

        Labels = labels;
        Clips = clips;
    }

    public IReadOnlyList<string> Labels { get; }

    public IReadOnlyList<ClipScore> Clips { get; }

    /// <summary>The clips whose truth is known, in order: those that can be measured.</summary>
    /// <exception cref="ResultsException">There is none.</exception>
    public Scores Measurable()
    {
        var known = Clips.Where(clip => clip.Truth is not null).ToArray();
        if (known.Length == 0)
        {
            throw new ResultsException($"none of {Clips.Count} clips has a known label: nothing can be measured");
        }

        return known.Length == Clips.Count ? this : new Scores(Labels, known);
    }

    /// <summary>What became of each clip.</summary>
    /// <exception cref="ResultsException">No clip has a known truth.</exception>
    public Outcome[] Outcomes() => [.. Measurable().Clips.Select(clip => clip.ToOutcome())];

    /// <summary>Writes <c>scores.csv</c>; nothing is left half written.</summary>
    /// <exception cref="ResultsException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, stream => ScoresTable.Write(this, stream));

    /// <summary>Reads what <see cref="Save"/> wrote, bit for bit.</summary>
    /// <exception cref="ResultsException">There is no such file, or it is no such table.</exception>
    public static Scores Load(string path)
    {
        using var stream = AtomicFile.Read(path, "scores are written by evaluation");
        return ScoresTable.Read(stream, path);
    }

    private static void Check(ClipScore clip, IReadOnlyList<string> labels)
    {
        if (clip.Probabilities.Length != labels.Count)
        {
            throw new ResultsException($"{clip.Name} has {clip.Probabilities.Length} probabilities, but there are {labels.Count} labels");
        }

        if (clip.Truth is { } truth && (truth < 0 || truth >= labels.Count))
        {
            throw new ResultsException($"{clip.Name} has the label number {truth}, but numbers go from 0 to {labels.Count - 1}");
        }

        if (clip.Group is { Length: 0 })
        {
            throw new ResultsException($"{clip.Name} has a group without a name; an unknown group is null");
        }

        // Rounding may carry a mean of softmax outputs a little above one.
        var wrong = Array.FindIndex(clip.Probabilities, value => value is not (>= 0 and <= 1.00001f));
        if (wrong >= 0)
        {
            throw new ResultsException($"{clip.Name} has the probability {clip.Probabilities[wrong]} for '{labels[wrong]}', expected 0 to 1; a model whose training diverged gives NaN");
        }
    }
}
