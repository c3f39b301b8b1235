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
        Console.Error.WriteLine("usage: Kinora.Benchmarks call | train-step video3dcnn|video3dcnn_s [TURNS] | index [FILES [FOLDER]]");
        return 2;
}
