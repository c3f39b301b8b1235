namespace Kinora.Reports.Charts;

/// <summary>Curves with their picture, ready to stand in a page.</summary>
/// <param name="Set">What is shown.</param>
/// <param name="Drawing">The SVG group that <see cref="CurvesChart"/> gave.</param>
/// <param name="Width">Of the drawing, in pixels.</param>
/// <param name="Height">Of the drawing, in pixels.</param>
public sealed record DrawnCurves(CurveSet Set, string Drawing, int Width, int Height)
{
    internal static async Task<DrawnCurves> DrawAsync(StaticRenderer renderer, CurveSet set, int width, int height)
    {
        var html = await renderer.RenderAsync<CurvesChart>(new Dictionary<string, object?>
        {
            [nameof(CurvesChart.Set)] = set,
            [nameof(CurvesChart.Width)] = width,
            [nameof(CurvesChart.Height)] = height,
        });
        return new DrawnCurves(set, RadzenSvg.Extract(html), width, height);
    }
}
