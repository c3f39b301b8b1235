using Kinora.Results;
using Kinora.Torch;
using Kinora.Training;

namespace Kinora.Cli.Verbs;

/// <summary>Notes where a run takes place: machine, program, library, threads.</summary>
internal static class RunEnvironment
{
    public static void Save(RunFolder run, TrainingOptions options) =>
        EnvironmentRecord.Current(new Dictionary<string, string>
        {
            ["libtorch"] = TorchRuntime.LibraryVersion,
            ["threads"] = (options.Threads > 0 ? options.Threads : TorchRuntime.Threads).ToString(),
            ["device"] = options.Device,
            [EnvironmentRecord.StartedIn] = Environment.CurrentDirectory,
        }).Save(run.Environment);
}
