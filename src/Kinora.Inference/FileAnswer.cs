using Kinora.Video;

namespace Kinora.Inference;

/// <summary>What came of one file among many: a prediction, or the reason why there is none.</summary>
/// <param name="File">The file, as it was named.</param>
/// <param name="Prediction">What the network saw in it; null where the file cannot be decoded.</param>
/// <param name="Error">Why the file cannot be decoded, in a message of one line that names it; null where it can.</param>
public sealed record FileAnswer(string File, Prediction? Prediction, VideoException? Error);
