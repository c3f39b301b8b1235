using System.Globalization;
using Kinora.Video;
using Kinora.Video.Drawing;
using Kinora.Video.Scaling;

namespace Kinora.Inference.Annotation;

/// <summary>The plate of one label: its name, how probable it is, and a bar as long as that. Its size does not change while the numbers do.</summary>
internal sealed class LabelPlate
{
    private const double GroundOpacity = 0.68;
    private const string Dots = "..";

    private static readonly Colour Ground = new(12, 14, 18);
    private static readonly Colour Bright = new(245, 247, 250);
    private static readonly Colour Track = new(92, 97, 105);

    private readonly AnnotationLayout layout;
    private readonly Colour colour;
    private readonly string name;
    private readonly FrameRegion plate;
    private readonly int baseline;
    private readonly int left;
    private readonly int right;
    private readonly bool showsPercent;

    /// <param name="layout">Measures.</param>
    /// <param name="size">Of the frame.</param>
    /// <param name="name">What is written on it.</param>
    /// <param name="colour">Of the label.</param>
    public LabelPlate(AnnotationLayout layout, FrameSize size, string name, Colour colour)
    {
        (this.layout, this.colour) = (layout, colour);
        var gap = 2 * layout.Padding;
        var percent = Canvas.Measure("100%", layout.Text).Width;
        var room = size.Width - (2 * layout.Margin) - layout.Strip - (2 * layout.Padding);
        name = PlainText.Of(name);
        // The name matters more than the number.
        showsPercent = Width(name) + gap + percent <= room || (room - gap - percent) >= 6 * percent;
        this.name = Shortened(name, showsPercent ? room - gap - percent : room);

        var (_, above, below) = Canvas.Measure("Ag", layout.Text);
        var content = Width(this.name) + (showsPercent ? gap + percent : 0);
        var width = Math.Max(layout.LeastPlate, layout.Strip + (2 * layout.Padding) + content);
        var bar = layout.Bar > 0 ? layout.Bar + layout.Padding : 0;
        // Half of what hangs below the line counts as air: few letters do.
        plate = new FrameRegion(layout.Margin, layout.Margin, new FrameSize(above + (below / 2) + (2 * layout.Padding) + bar, width));
        baseline = plate.Top + layout.Padding + above;
        left = plate.Left + layout.Strip + layout.Padding;
        right = plate.Left + width - layout.Padding;
    }

    /// <summary>Draws it.</summary>
    /// <param name="canvas">A frame.</param>
    /// <param name="probability">Of the label, now.</param>
    public void Draw(Canvas canvas, double probability)
    {
        canvas.Fill(plate, Ground, GroundOpacity);
        canvas.Fill(plate with { Size = plate.Size with { Width = layout.Strip } }, colour);
        canvas.Write(name, baseline, left, layout.Text, Bright);
        if (showsPercent)
        {
            var percent = string.Create(CultureInfo.InvariantCulture, $"{Math.Round(100 * probability):0}%");
            canvas.Write(percent, baseline, right - Canvas.Measure(percent, layout.Text).Width, layout.Text, Bright);
        }

        if (layout.Bar > 0)
        {
            var track = new FrameRegion(plate.Top + plate.Size.Height - layout.Padding - layout.Bar, left, new FrameSize(layout.Bar, right - left));
            canvas.Fill(track, Track);
            var length = (int)Math.Round(track.Size.Width * Math.Clamp(probability, 0, 1));
            canvas.Fill(track with { Size = track.Size with { Width = length } }, colour);
        }
    }

    private int Width(string text) => text.Length == 0 ? 0 : Canvas.Measure(text, layout.Text).Width;

    private string Shortened(string text, int room)
    {
        if (Width(text) <= room)
        {
            return text;
        }

        var length = text.Length;
        while (length > 0 && Width(text[..length] + Dots) > room)
        {
            length--;
        }

        return length == 0 ? "" : text[..length] + Dots;
    }
}
