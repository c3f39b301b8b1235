using Kinora.Inference.Timelines;

namespace Kinora.Web.Analysing;

/// <summary>What a model saw in a video.</summary>
/// <param name="Predictions">Every action with its probability, the most probable first.</param>
/// <param name="Frames">Numbers of the frames that were looked at for the predictions, from 0, rising.</param>
/// <param name="Timeline">What happens when.</param>
/// <param name="Warning">What is wrong with the video though frames came out of it; null if nothing.</param>
public sealed record Analysis(IReadOnlyList<ActionProbability> Predictions, IReadOnlyList<int> Frames, Timeline Timeline, string? Warning);

/// <summary>An action and its probability.</summary>
public sealed record ActionProbability(string Label, double Probability);
