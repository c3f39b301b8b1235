namespace Kinora.Video.Drawing;

/// <summary>How text looks.</summary>
/// <param name="Height">Height of a capital letter, in pixels.</param>
/// <param name="IsBold">Whether strokes are heavier.</param>
public readonly record struct TextStyle(int Height, bool IsBold = false)
{
    // Capitals of OpenCV's Hershey fonts are 21 pixels high at scale 1.
    private const double CapitalsAtScaleOne = 21;

    /// <summary>cv::HERSHEY_SIMPLEX, the plainest and so the most readable when small, or HERSHEY_DUPLEX, which draws its strokes double.</summary>
    internal int Font => IsBold ? 2 : 0;

    /// <summary>Strokes grow with the letters, or large ones would look thin.</summary>
    internal int Thickness => Math.Max(1, (int)Math.Round(Height / 14.0));

    internal double Scale => Height / CapitalsAtScaleOne;
}
