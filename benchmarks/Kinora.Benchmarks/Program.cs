using Kinora.Benchmarks;

// One verb, one file. Run with: dotnet run -c Release --project benchmarks/Kinora.Benchmarks -- call
switch (args)
{
    case ["call"]:
        CallBenchmark.Run();
        return 0;
    case ["train-step", var network]:
        TrainStepBenchmark.Run(network);
        return 0;
    default:
        Console.Error.WriteLine("usage: Kinora.Benchmarks call | train-step video3dcnn | train-step video3dcnn_s");
        return 2;
}
