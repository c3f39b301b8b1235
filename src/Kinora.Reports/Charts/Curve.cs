using Radzen.Blazor;

namespace Kinora.Reports.Charts;

/// <summary>A value at the end of an epoch.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Value">Finite.</param>
public sealed record CurvePoint(int Epoch, double Value);

/// <summary>How a line is drawn and named in the legend. Line and mark differ too, so that colour is not needed to tell lines apart; hollow marks let others show through.</summary>
public sealed record CurveStyle(string Name, string Color, LineType Line, MarkerType Marker, bool Hollow)
{
    public static CurveStyle Training { get; } = new("training", Palette.Blue, LineType.Solid, MarkerType.Circle, Hollow: false);

    public static CurveStyle Validation { get; } = new("validation", Palette.Vermilion, LineType.Dashed, MarkerType.Square, Hollow: true);

    /// <summary>The line of one of several runs.</summary>
    /// <param name="name">The run.</param>
    /// <param name="place">Its place among them, from 0.</param>
    public static CurveStyle OfRun(string name, int place) =>
        place % 2 == 0
            ? new(name, Palette.Lines[place % Palette.Lines.Count], LineType.Solid, MarkerType.Circle, Hollow: false)
            : new(name, Palette.Lines[place % Palette.Lines.Count], LineType.Dashed, MarkerType.Square, Hollow: true);
}

/// <summary>One line over epochs.</summary>
public sealed record Curve(CurveStyle Style, IReadOnlyList<CurvePoint> Points);

/// <summary>What one plot of curves shows.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Unit">What the vertical axis measures, and in which unit.</param>
/// <param name="IsShare">Whether values are shares, drawn from 0 to 100 %.</param>
/// <param name="Curves">The lines; several may have one style (folds).</param>
/// <param name="Note">A remark under the heading, null without any.</param>
public sealed record CurveSet(string Title, string Unit, bool IsShare, IReadOnlyList<Curve> Curves, string? Note)
{
    /// <summary>The styles in use, in order, with the number of lines each.</summary>
    public IReadOnlyList<(CurveStyle Style, int Lines)> Legend =>
        [.. Curves.GroupBy(curve => curve.Style).Select(group => (group.Key, group.Count()))];

    /// <summary>The same in the colours of the page around it: the style sheet's <c>--training</c> and <c>--validation</c>.</summary>
    public CurveSet Themed => this with { Curves = [.. Curves.Select(curve => curve with { Style = curve.Style with { Color = $"var(--{curve.Style.Name})" } })] };
}
