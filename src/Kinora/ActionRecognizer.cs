using Kinora.Inference;

namespace Kinora;

/// <summary>
/// Recognises human actions in video: <c>ActionRecognizer.Load("best.kinora").Predict("clip.mp4").Label</c>.
/// Several threads may use one recognizer at once.
/// </summary>
public sealed class ActionRecognizer : IDisposable
{
    private readonly Recognizer recognizer;

    private ActionRecognizer(Recognizer recognizer) => this.recognizer = recognizer;

    /// <summary>The actions it can tell apart.</summary>
    public IReadOnlyList<string> Labels => recognizer.Labels;

    /// <summary>Reads a model.</summary>
    /// <param name="model">A checkpoint that <c>kinora train</c> wrote, such as <c>runs/NAME/checkpoints/best.kinora</c>.</param>
    /// <exception cref="Models.ModelException">It is no checkpoint of Kinora.</exception>
    public static ActionRecognizer Load(string model) => new(Recognizer.Load(model));

    /// <summary>Tells what happens in a video.</summary>
    /// <param name="video">A video file of any format that FFmpeg decodes.</param>
    /// <exception cref="Video.VideoException">The file cannot be decoded.</exception>
    public Prediction Predict(string video) => recognizer.Predict(video);

    /// <inheritdoc/>
    public void Dispose() => recognizer.Dispose();
}
