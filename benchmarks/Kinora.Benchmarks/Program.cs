using System.Globalization;
using Kinora.Benchmarks;

// One verb, one file. Run with: dotnet run -c Release --project benchmarks/Kinora.Benchmarks -- call
switch (args)
{
    case ["call"]:
        CallBenchmark.Run();
        return 0;
    case ["train-step", var network]:
        TrainStepBenchmark.Run(network, turns: 25);
        return 0;
    case ["train-step", var network, var turns]:
        TrainStepBenchmark.Run(network, int.Parse(turns, CultureInfo.InvariantCulture));
        return 0;
    case ["cache", var data]:
        CacheBenchmark.Run(data, turns: 9);
        return 0;
    case ["extraction", "frames" or "flow", var clips]:
        ExtractionBenchmark.Run(args[1], clips, turns: 5);
        return 0;
    case ["index"]:
        IndexBenchmark.Run(files: 100_000, folder: null);
        return 0;
    case ["index", var files]:
        IndexBenchmark.Run(int.Parse(files, CultureInfo.InvariantCulture), folder: null);
        return 0;
    case ["index", var files, var folder]:
        IndexBenchmark.Run(int.Parse(files, CultureInfo.InvariantCulture), folder);
        return 0;
    default:
        Console.Error.WriteLine("usage: Kinora.Benchmarks call | train-step video3dcnn|video3dcnn_s [TURNS] | cache DATA | extraction frames|flow CLIPS | index [FILES [FOLDER]]");
        return 2;
}
