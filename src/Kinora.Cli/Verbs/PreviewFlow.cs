using Kinora.Data;
using Kinora.Video;
using Kinora.Video.Drawing;
using Kinora.Video.Flow;

namespace Kinora.Cli.Verbs;

/// <summary>How optical flow is drawn.</summary>
internal enum FlowLook
{
    /// <summary>Direction as colour, speed as depth of colour.</summary>
    Wheel,

    /// <summary>Arrows over the frames.</summary>
    Arrows,
}

/// <summary>
/// Other rows, each with a row of optical flow below it: where the rows are clips of a network from each frame to the next of
/// the clip, where they are whole videos from each shown frame to the one after it in the video.
/// </summary>
internal sealed class PreviewFlow(PreviewRows inner, FlowLook look, int side) : PreviewRows
{
    // The speed, in parts of a frame's long side, that has the full colour.
    private const double FullColour = 0.03;

    // People move a pixel or two from frame to frame at this size, too little for an arrow to have a direction.
    private const int Lengthened = 4;

    public override int Columns => inner.Columns;

    public override string Words => (inner.Words is { } words ? words + "; " : "")
        + (look == FlowLook.Wheel ? $"flow by Farneback: right red, down yellow, left cyan, up violet, white stands, full colour at {100 * FullColour:0} % of a frame's long side" : $"flow by Farneback, arrows {Lengthened} times as long as the motion");

    public override PreviewClip Of(Sample sample, string label)
    {
        var clip = inner.Of(sample, label);
        return clip with { Rows = [.. clip.Rows.SelectMany(row => new[] { row, inner is Plain ? OfVideo(sample, row) : OfClip(row) }).Where(row => row.Frames.Count > 0)] };
    }

    private SheetRow OfClip(SheetRow row) => new("", "flow to the next frame of the clip", "", Picture(row.Frames), [.. row.Numbers.SkipLast(1)]);

    private SheetRow OfVideo(Sample sample, SheetRow row)
    {
        var strip = FrameStrip.Read(
            sample.Path, side, video => [.. row.Numbers.SelectMany(number => new[] { number, number + 1 }).Where(number => number < video.Info.FrameCount).Distinct().Order()], sample.Span);
        var (frames, places) = (strip.Frames, strip.Numbers.Index().ToDictionary(number => number.Item, number => number.Index));
        int[] firsts = [.. row.Numbers.Where(number => places.ContainsKey(number) && places.ContainsKey(number + 1))];
        var pictures = new Frames(firsts.Length, frames.Height, frames.Width);
        var pair = new Frames(2, frames.Height, frames.Width);
        for (var i = 0; i < firsts.Length; i++)
        {
            frames[places[firsts[i]]].CopyTo(pair[0]);
            frames[places[firsts[i] + 1]].CopyTo(pair[1]);
            Picture(pair)[0].CopyTo(pictures[i]);
        }

        return new SheetRow("", "flow to the next frame of the video", "", pictures, firsts);
    }

    private Frames Picture(Frames frames)
    {
        var flow = OpticalFlow.Between(frames, FlowKind.Farneback);
        if (look == FlowLook.Wheel)
        {
            return FlowPicture.ColourWheel(flow, FullColour * Math.Max(frames.Height, frames.Width));
        }

        return FlowPicture.Arrows(frames, flow, scale: Lengthened);
    }
}
