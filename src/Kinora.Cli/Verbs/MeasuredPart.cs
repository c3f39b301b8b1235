using Kinora.Data;
using Kinora.Models;
using Kinora.Training;
using Kinora.Training.Folds;

namespace Kinora.Cli.Verbs;

/// <summary>Which clips of a data set <c>evaluate</c> measures.</summary>
internal enum DataPart
{
    /// <summary>Those the training never saw.</summary>
    HeldOut,

    /// <summary>All.</summary>
    All,
}

/// <summary>Finds the clips that a checkpoint's training held out: the recipe in the checkpoint divides the same data the same way.</summary>
internal static class MeasuredPart
{
    /// <summary>Which of the data's official splits the training was asked for; 1 where it had other data.</summary>
    public static int OfficialSplitOf(string data, Checkpoint checkpoint) =>
        RunRecipe.Read(checkpoint.Recipe) is { } recipe && IsSame(recipe.Data, data) ? recipe.Options.OfficialSplit : 1;

    /// <returns>Numbers of the samples, what they are in words, and what speaks against the score.</returns>
    public static (IReadOnlyList<int> Samples, string Words, string? Caution) Of(DataSet data, Checkpoint checkpoint, DataPart part)
    {
        int[] all = [.. Enumerable.Range(0, data.Samples.Count)];
        var recipe = RunRecipe.Read(checkpoint.Recipe);
        var isTrainedOn = recipe is not null && IsSame(recipe.Data, data.Root);
        if (part == DataPart.All || !isTrainedOn)
        {
            return (all, "all clips", isTrainedOn ? "the network was trained on some of these clips: the score is too good" : null);
        }

        if (!data.Labels.SequenceEqual(checkpoint.Labels))
        {
            throw new DataException($"{data.Root} has other classes than when the network was trained, so the clips it never saw cannot be told; --part all measures all of them");
        }

        var plan = FoldPlanner.Plan(data, recipe!.Options);
        var fold = plan.Folds.FirstOrDefault(fold => fold.Name == recipe.Fold)
            ?? throw new DataException($"{data.Root} has no '{recipe.Fold}' any more, which the network's training left out; --part all measures all clips");
        return (fold.Test, $"{plan.Split}{(fold.Name.Length > 0 ? $": {fold.Name}" : "")}", plan.Caution);
    }

    private static bool IsSame(string one, string other) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(one)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(other));
}
