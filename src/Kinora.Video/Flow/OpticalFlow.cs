namespace Kinora.Video.Flow;

/// <summary>The flow of a clip: <c>OpticalFlow.Between(frames, FlowKind.Farneback)</c>.</summary>
public static class OpticalFlow
{
    /// <summary>Finds the flow from each frame to the next.</summary>
    /// <param name="frames">T frames (T, H, W, 3).</param>
    /// <param name="kind">The method.</param>
    /// <returns>T - 1 fields (T - 1, H, W, 2), in pixels; none for fewer than two frames.</returns>
    /// <exception cref="VideoException">The frames are too small for the method, or OpenCV lacks it.</exception>
    public static FlowField Between(Frames frames, FlowKind kind)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var flow = new FlowField(Math.Max(0, frames.Count - 1), frames.Height, frames.Width);
        if (flow.Count == 0)
        {
            return flow;
        }

        using var estimator = new FlowEstimator(frames.Size, kind);
        estimator.Next(frames[0], []);
        for (var t = 0; t < flow.Count; t++)
        {
            estimator.Next(frames[t + 1], flow[t]);
        }

        return flow;
    }
}
