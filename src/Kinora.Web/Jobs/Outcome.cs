using Kinora.Inference.Timelines;
using Kinora.Web.Analysing;

namespace Kinora.Web.Jobs;

/// <summary>What came of a job: the one result that is stored for it.</summary>
/// <param name="Video">What was looked at.</param>
/// <param name="Predictions">Every action with its probability, the most probable first.</param>
/// <param name="Frames">Numbers of the frames the model saw, from 0.</param>
/// <param name="Pictures">Those of them that are kept as pictures until the video is deleted.</param>
/// <param name="Timeline">What happens when.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Warning">What is wrong with the video though frames came out of it; null if nothing.</param>
public sealed record Outcome(
    VideoFacts Video,
    IReadOnlyList<ActionProbability> Predictions,
    IReadOnlyList<int> Frames,
    IReadOnlyList<int> Pictures,
    Timeline Timeline,
    double Seconds,
    string? Warning);

/// <summary>What is known of a video.</summary>
/// <param name="Codec">FFmpeg's name of the codec.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="FrameRate">Frames per second, on average.</param>
/// <param name="FrameCount">Frames.</param>
/// <param name="Duration">Seconds.</param>
public sealed record VideoFacts(string Codec, int Width, int Height, double FrameRate, int FrameCount, double Duration);
