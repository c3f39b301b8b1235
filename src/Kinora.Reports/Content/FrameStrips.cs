using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Scaling;
using Kinora.Video.Writing;

namespace Kinora.Reports.Content;

/// <summary>Reads small frames of the clips of one data set.</summary>
/// <param name="root">The folder that clips are named from.</param>
internal sealed class FrameStrips(string root)
{
    // Large enough to see what somebody does, small enough that three hundred of them stay under 3 MB.
    private const int LongestWidth = 160;
    private const int LongestHeight = 120;
    private const int Quality = 78;

    /// <summary>Frames of one clip, evenly spaced: the middles of <paramref name="count"/> equal parts. A clip that cannot be read gives the reason.</summary>
    public FrameStrip Of(string name, int count)
    {
        var path = Path.Combine(root, name.Replace('/', Path.DirectorySeparatorChar));
        try
        {
            using var file = VideoSource.Open(path);
            var info = file.Info;
            int[] numbers = [.. Enumerable.Range(0, count).Select(part => (int)(((2L * part) + 1) * info.FrameCount / (2L * count))).Distinct()];
            var frames = ClipReader.Read(file, numbers, new Squash(SizeOf(info)), ScaleFilter.OpenCvArea);
            return new FrameStrip([.. numbers.Select((number, place) => Picture(number, frames[place], frames.Size))], info.FrameCount, null);
        }
        catch (VideoException problem)
        {
            // Where the data lies is nobody's business but the owner's; the name says enough.
            return new FrameStrip([], 0, problem.Message.Replace(path, name, StringComparison.Ordinal));
        }
    }

    private static FramePicture Picture(int number, ReadOnlySpan<byte> pixels, FrameSize size) =>
        new(number, $"data:image/jpeg;base64,{Convert.ToBase64String(ImageFile.Jpeg(pixels, size, Quality))}", size.Width, size.Height);

    // As it is meant to be seen: pixels need not be square.
    private static FrameSize SizeOf(VideoInfo info)
    {
        var width = info.Width * info.PixelAspect;
        var scale = Math.Min(1, Math.Min(LongestWidth / width, (double)LongestHeight / info.Height));
        return new FrameSize(Math.Max(1, (int)Math.Round(info.Height * scale)), Math.Max(1, (int)Math.Round(width * scale)));
    }
}
