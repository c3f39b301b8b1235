using Kinora.Results;

namespace Kinora.Evaluation.Fusion;

/// <summary>One fold of a stream, or all of it.</summary>
/// <param name="Name">What the fold leaves out; empty where there is one part only.</param>
/// <param name="Measured">The scores that are measured.</param>
/// <param name="Validation">The scores of the clips that chose the epoch; null where none did, or where those are measured too.</param>
public sealed record StreamPart(string Name, Scores Measured, Scores? Validation);

/// <summary>One of the models that are fused: what it said of the clips of each fold.</summary>
/// <param name="Name">Its run, for tables.</param>
/// <param name="Parts">The folds in ordinal order of their names, or one part.</param>
/// <param name="Results">What its run says of itself; null where there are scores only.</param>
public sealed record FusionStream(string Name, IReadOnlyList<StreamPart> Parts, RunResults? Results)
{
    /// <summary>Reads a run, a folder that <c>evaluate --out</c> wrote, or a table of scores.</summary>
    /// <exception cref="ResultsException">There are no scores, or they cannot be read.</exception>
    public static FusionStream Read(string path)
    {
        if (File.Exists(path))
        {
            return new FusionStream(Path.GetFileNameWithoutExtension(path), [new StreamPart("", Scores.Load(path), null)], null);
        }

        var run = RunFolder.Open(path);
        if (!File.Exists(run.Scores))
        {
            throw new ResultsException($"{path} has no {Path.GetFileName(run.Scores)}; give a finished run, a folder that 'kinora evaluate --out' wrote, or such a file");
        }

        var results = File.Exists(run.Results) ? RunResults.Load(run.Results) : null;
        RunFolder[] folds = results?.Folds is { Count: > 1 } named ? [.. named.Select(fold => Path.Combine(run.Path, "folds", fold.Name.Replace('/', '-'))).Where(Directory.Exists).Select(RunFolder.Open).Where(fold => File.Exists(fold.Scores))] : [];

        // Runs of older versions keep no scores of a fold: then the whole is one part.
        var isWhole = folds.Length == 0 || folds.Length < results!.Folds!.Count;
        return new FusionStream(
            run.Name,
            isWhole ? [PartOf(run, "")] : [.. folds.Select(fold => PartOf(fold, fold.Name)).OrderBy(part => part.Name, StringComparer.Ordinal)],
            results);
    }

    /// <summary>The same as one part, without the scores that chose the epochs: folds of another stream may be others.</summary>
    public FusionStream Joined() => Parts.Count == 1
        ? this
        : this with { Parts = [new StreamPart("", new Scores(Parts[0].Measured.Labels, [.. Parts.SelectMany(part => part.Measured.Clips)]), null)] };

    private static StreamPart PartOf(RunFolder folder, string name)
    {
        var measured = Scores.Load(folder.Scores);
        var validation = File.Exists(folder.ValidationScores) ? Scores.Load(folder.ValidationScores) : null;
        var names = measured.Clips.Select(clip => clip.Name).ToHashSet(StringComparer.Ordinal);
        return new StreamPart(name, measured, validation?.Clips.Any(clip => names.Contains(clip.Name)) == true ? null : validation);
    }
}
