using Kinora.Video.Decoding;

namespace Kinora.Web.Analysing;

/// <summary>A model as the server sees it: something that looks at a video. Several threads may ask it at once.</summary>
public interface IAnalyst
{
    /// <summary>What it is.</summary>
    ModelFacts Facts { get; }

    /// <summary>Looks at a video.</summary>
    /// <param name="video">An open video; the caller disposes it.</param>
    /// <param name="progress">Told how many of how many steps are done.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="Video.VideoException">The video cannot be decoded.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    Analysis Analyse(VideoSource video, IProgress<(int Done, int Total)> progress, CancellationToken cancellation);
}
