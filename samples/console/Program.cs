// Asks a network about many videos: answers as they come, broken files named, Ctrl+C stops cleanly.
//   dotnet run --project samples/console -- RUN FILE…
// Exit codes: 0 done, 1 some files could not be read, 2 wrong usage, 3 the network could not be loaded, 130 stopped.
using Kinora;
using Kinora.Models;
using Kinora.Torch;
using Kinora.Torch.Serialization;

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: dotnet run --project samples/console -- RUN FILE…");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl+C asks; the second ends the program at once.
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

var files = args[1..];
var (done, broken) = (0, 0);
try
{
    using var recognizer = ActionRecognizer.Load(args[0]);
    Console.Error.WriteLine($"{recognizer.Labels.Count} actions; Ctrl+C stops");
    foreach (var answer in recognizer.PredictAll(files, cancellation: stop.Token))
    {
        var progress = $"[{++done}/{files.Length}]";
        if (answer.Prediction is { } prediction)
        {
            Console.WriteLine($"{progress} {answer.File}: {prediction.Label} {100 * prediction.Confidence:F1} %");
        }
        else
        {
            broken++;
            Console.Error.WriteLine($"{progress} {answer.Error!.Message}");
        }
    }
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine($"stopped after {done} of {files.Length} files");
    return 130;
}
catch (Exception e) when (e is ModelException or WeightsException or TorchException)
{
    Console.Error.WriteLine(e.Message);
    return 3;
}

Console.Error.WriteLine($"{done - broken} of {done} files recognised");
return broken == 0 ? 0 : 1;
