using Kinora.Inference;
using Kinora.Torch;
using Kinora.Video.Decoding;

namespace Kinora.Web.Analysing;

/// <summary>A trained network that looks at a video twice: as a whole for its predictions, then along it for its timeline.</summary>
public sealed class RecognizerAnalyst : IAnalyst, IDisposable
{
    private readonly Recognizer recognizer;

    private RecognizerAnalyst(Recognizer recognizer, ModelFacts facts) => (this.recognizer, Facts) = (recognizer, facts);

    /// <inheritdoc/>
    public ModelFacts Facts { get; }

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="name">What requests call it.</param>
    /// <param name="checkpoint">A file that <c>kinora train</c> wrote.</param>
    /// <param name="device">Where to compute; the CPU by default.</param>
    /// <exception cref="Models.ModelException">It is no checkpoint of Kinora, or its network does not take videos.</exception>
    public static RecognizerAnalyst Load(string name, string checkpoint, Device? device = null)
    {
        var loaded = Recognizer.Load(checkpoint, device);
        var read = loaded.Checkpoints[0];
        var size = read.Preprocessing.Geometry.Output;
        return new RecognizerAnalyst(loaded, new ModelFacts(name, read.Entry.Name, loaded.Labels, read.Preprocessing.Sampler.Length, size.Height, size.Width));
    }

    /// <inheritdoc/>
    public Analysis Analyse(VideoSource video, IProgress<(int Done, int Total)> progress, CancellationToken cancellation)
    {
        var prediction = recognizer.Predict(video, cancellation: cancellation);
        var timeline = recognizer.Timeline(video, progress: progress, cancellation: cancellation);
        return new Analysis(
            [.. prediction.Top(prediction.Labels.Count).Select(one => new ActionProbability(one.Label, one.Probability))],
            [.. prediction.Frames.Distinct().Order()],
            timeline,
            prediction.Warning);
    }

    /// <summary>Waits for the analyses under way, then frees the network.</summary>
    public void Dispose() => recognizer.Dispose();
}
