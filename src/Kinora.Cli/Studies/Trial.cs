using System.Globalization;
using Kinora.Cli.Verbs;

namespace Kinora.Cli.Studies;

/// <summary>One training of a study.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Variation">What is changed.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Training">Checked and ready.</param>
internal sealed record Trial(int Number, Variation Variation, int Seed, TrainedRun Training)
{
    /// <summary>The name of its run folder in <c>trials/</c> of the study: <c>007</c>.</summary>
    public string Folder => FolderOf(Number);

    /// <summary>Whether clips that are measured choose the epoch as well.</summary>
    public bool MeasuresWhatChooses => Training.Plan.Folds.Any(fold => fold.Selection.Intersect(fold.Test).Any());

    public static string FolderOf(int number) => number.ToString("D3", CultureInfo.InvariantCulture);
}
