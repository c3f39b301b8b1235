using Kinora.Results;
using Kinora.Torch;

namespace Kinora.Cli.Verbs;

/// <summary>Notes where a run takes place: machine, program, library, threads.</summary>
internal static class RunEnvironment
{
    public static void Save(RunFolder run, string device) =>
        EnvironmentRecord.Current(new Dictionary<string, string>
        {
            ["libtorch"] = TorchRuntime.LibraryVersion,
            ["threads"] = TorchRuntime.Threads.ToString(),
            ["device"] = device,
        }).Save(run.Environment);
}
