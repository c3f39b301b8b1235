using Kinora.Cli.Shell;
using Kinora.Models;
using Kinora.Results;

namespace Kinora.Cli.Verbs;

/// <summary>The checkpoint that is meant when none is named.</summary>
internal static class NewestModel
{
    /// <summary>The best checkpoint of the newest run that has one; says which.</summary>
    /// <exception cref="ModelException">There is none.</exception>
    public static string Find(string runs, Terminal terminal)
    {
        var run = RunFolder.Newest(runs) ?? throw new ModelException($"no trained model in {runs}; train one with 'kinora train DATA', or name one with --model CHECKPOINT");
        terminal.Notices.WriteLine($"model: {run.BestCheckpoint}");
        return run.BestCheckpoint;
    }
}
