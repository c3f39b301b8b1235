namespace Kinora.Reports.Charts;

/// <summary>Curves with their picture, ready to stand in a page.</summary>
/// <param name="Set">What is shown.</param>
/// <param name="Drawing">The SVG group that <see cref="CurvesChart"/> gave.</param>
/// <param name="Width">Of the drawing, in pixels.</param>
/// <param name="Height">Of the drawing, in pixels.</param>
public sealed record DrawnCurves(CurveSet Set, string Drawing, int Width, int Height)
{
    // Drawn for a telephone; a desk's page shows two of them side by side, a little larger.
    private const int PageWidth = 400;
    private const int PageHeight = 270;

    /// <summary>Draws curves for a page that shows two of them beside each other.</summary>
    public static async Task<IReadOnlyList<DrawnCurves>> DrawAsync(IReadOnlyList<CurveSet> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        await using var renderer = new StaticRenderer();
        var drawn = new List<DrawnCurves>();
        foreach (var set in sets)
        {
            drawn.Add(await DrawAsync(renderer, set, PageWidth, PageHeight));
        }

        return drawn;
    }

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
