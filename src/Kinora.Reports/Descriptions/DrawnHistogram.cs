using Kinora.Results.Descriptions;

namespace Kinora.Reports.Descriptions;

/// <summary>The histogram of one measure, ready to stand in a page.</summary>
/// <param name="Title">What is measured.</param>
/// <param name="Unit">In which unit.</param>
/// <param name="Note">How it is measured, or null where the title says it.</param>
/// <param name="Format">How its numbers are written.</param>
/// <param name="Spread">The numbers behind it.</param>
/// <param name="Bars">The bars; null where all values are equal.</param>
/// <param name="Drawing">The SVG group that <see cref="HistogramChart"/> gave; empty without bars.</param>
/// <param name="Width">Of the drawing, in pixels.</param>
/// <param name="Height">Of the drawing, in pixels.</param>
public sealed record DrawnHistogram(string Title, string Unit, string? Note, string Format, Distribution Spread, Histogram? Bars, string Drawing, int Width, int Height)
{
    private const int ChartWidth = 400;
    private const int ChartHeight = 220;

    /// <summary>Every measure that the clips have.</summary>
    internal static async Task<IReadOnlyList<DrawnHistogram>> OfAsync(StaticRenderer renderer, DataDescription data)
    {
        var drawn = new List<DrawnHistogram>();
        await Add("Duration", "seconds", null, "0.##", clip => clip.Seconds);
        await Add("Length", "frames", null, "0.#", clip => clip.Frames);
        await Add("Rate", "frames per second", null, "0.##", clip => clip.FrameRate);
        await Add("Picture size", "thousand pixels", null, "0.#", clip => clip.Width * clip.Height / 1000.0);
        await Add("Brightness", "mean gray, 0 to 255", "0 is black, 255 is white.", "0.#", clip => clip.Brightness);
        await Add("Motion", "mean change of gray from frame to frame", "A moving camera and noise count too.", "0.##", clip => clip.Motion);
        return drawn;

        async Task Add(string title, string unit, string? note, string format, Func<DescribedClip, double?> measure)
        {
            double[] values = [.. data.Clips.Select(measure).OfType<double>()];
            if (Distribution.Of(values) is not { } spread)
            {
                return;
            }

            var bars = spread.Max > spread.Min ? Histogram.Of(values, areWhole: title == "Length") : null;
            drawn.Add(new DrawnHistogram(title, unit, note, format, spread, bars, bars is null ? "" : await DrawAsync(renderer, bars, unit), ChartWidth, ChartHeight));
        }
    }

    private static async Task<string> DrawAsync(StaticRenderer renderer, Histogram bars, string unit) =>
        RadzenSvg.Extract(await renderer.RenderAsync<HistogramChart>(new Dictionary<string, object?>
        {
            [nameof(HistogramChart.Bars)] = bars,
            [nameof(HistogramChart.Unit)] = unit,
            [nameof(HistogramChart.Width)] = ChartWidth,
            [nameof(HistogramChart.Height)] = ChartHeight,
        }));
}
