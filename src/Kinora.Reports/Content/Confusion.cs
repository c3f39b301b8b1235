using Kinora.Results;

namespace Kinora.Reports.Content;

/// <summary>Clips of one label that were taken for another.</summary>
/// <param name="Truth">What they show.</param>
/// <param name="TakenFor">What the network said.</param>
/// <param name="Clips">How many.</param>
/// <param name="Support">Clips of the true label.</param>
public sealed record Confusion(string Truth, string TakenFor, int Clips, int Support)
{
    /// <summary>All that occur, the most frequent first; equally frequent ones in the order of the labels.</summary>
    internal static IReadOnlyList<Confusion> Of(ConfusionMatrix matrix) =>
    [
        .. from row in Enumerable.Range(0, matrix.Labels.Count)
           from column in Enumerable.Range(0, matrix.Labels.Count)
           let clips = matrix.Counts[row][column]
           where row != column && clips > 0
           orderby clips descending
           select new Confusion(matrix.Labels[row], matrix.Labels[column], clips, matrix.Support(row)),
    ];
}
