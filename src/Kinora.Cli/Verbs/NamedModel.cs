using Kinora.Cli.Shell;
using Kinora.Models;
using Kinora.Results;

namespace Kinora.Cli.Verbs;

/// <summary>The checkpoint that <c>--model</c> means.</summary>
internal static class NamedModel
{
    /// <summary>The checkpoint named, by itself or by its run; the best of the newest run that has one where none is named, and says which.</summary>
    /// <exception cref="ModelException">There is none.</exception>
    /// <exception cref="ResultsException">What is named is a folder without a checkpoint.</exception>
    public static string Find(string? named, string runs, Terminal terminal)
    {
        if (named is not null)
        {
            return RunFolder.CheckpointOf(named);
        }

        var run = RunFolder.Newest(runs) ?? throw new ModelException($"no trained model in {runs}; train one with 'kinora train DATA', or name one with --model RUN");
        terminal.Notices.WriteLine($"model: {run.BestCheckpoint}");
        return run.BestCheckpoint;
    }
}
