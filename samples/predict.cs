#:project ../src/Kinora/Kinora.csproj
#:property PublishAot=false
// dotnet run samples/predict.cs FILE [RUN]    without RUN: the newest training's best, below runs/
using Kinora;

using var recognizer = args.Length > 1 ? ActionRecognizer.Load(args[1]) : ActionRecognizer.LoadNewest();
foreach (var (label, probability) in recognizer.Predict(args[0]).Top(3))
{
    Console.WriteLine($"{100 * probability,6:F1} %  {label}");
}
