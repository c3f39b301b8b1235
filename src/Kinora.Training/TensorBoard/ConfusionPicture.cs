using System.Globalization;
using Kinora.Results;
using Kinora.Video;
using Kinora.Video.Drawing;
using Kinora.Video.Scaling;

namespace Kinora.Training.TensorBoard;

/// <summary>A confusion matrix as a bitmap: a row for each true label, a column for each predicted one, shaded by its share of the row.</summary>
internal static class ConfusionPicture
{
    private const int Margin = 12;
    private const int LettersShown = 24;
    private const int SmallestWithCounts = 20;

    private static readonly Colour Ground = new(255, 255, 255);
    private static readonly Colour Ink = new(31, 35, 40);
    private static readonly Colour Light = new(255, 255, 255);
    private static readonly Colour Empty = new(240, 243, 247);
    private static readonly Colour Full = new(0, 90, 150);
    private static readonly TextStyle Style = new(9);

    /// <summary>Draws it.</summary>
    /// <exception cref="VideoException">OpenCV is missing.</exception>
    public static Canvas Draw(ConfusionMatrix matrix)
    {
        var count = matrix.Labels.Count;
        var cell = count switch { <= 12 => 40, <= 30 => 26, <= 60 => 18, _ => 8 };
        string[] names = [.. matrix.Labels.Select((label, i) => $"{i} {(label.Length > LettersShown ? label[..LettersShown] : label)}")];
        var named = cell >= 18;
        var (left, top) = (Margin + (named ? names.Max(name => Canvas.Measure(name, Style).Width) + 8 : 0), Margin + 36);
        var canvas = new Canvas(new FrameSize(top + (count * cell) + Margin, Math.Max(left + (count * cell) + Margin, 240)), Ground);
        canvas.Write("rows: true label; columns: predicted", Margin + 10, Margin, Style, Ink);
        for (var row = 0; row < count; row++)
        {
            if (named)
            {
                canvas.Write(names[row], top + (row * cell) + ((cell + 9) / 2), Margin, Style, Ink);
                Centred(canvas, row.ToString(CultureInfo.InvariantCulture), top - 6, left + (row * cell), cell, Ink);
            }

            var total = Math.Max(1, matrix.Counts[row].Sum());
            for (var column = 0; column < count; column++)
            {
                var hits = matrix.Counts[row][column];
                var share = (double)hits / total;
                var place = new FrameRegion(top + (row * cell), left + (column * cell), new FrameSize(cell - 1, cell - 1));
                canvas.Fill(place, Empty);
                canvas.Fill(place, Full, share);
                if (hits > 0 && cell >= SmallestWithCounts)
                {
                    Centred(canvas, hits.ToString(CultureInfo.InvariantCulture), place.Top + ((cell + 9) / 2), place.Left, cell, share > 0.5 ? Light : Ink);
                }
            }
        }

        return canvas;
    }

    private static void Centred(Canvas canvas, string text, int baseline, int left, int room, Colour colour) =>
        canvas.Write(text, baseline, left + ((room - Canvas.Measure(text, Style).Width) / 2), Style, colour);
}
