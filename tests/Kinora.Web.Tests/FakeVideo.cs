using System.Globalization;
using Kinora.Video;
using Kinora.Video.Decoding;

namespace Kinora.Web.Tests;

/// <summary>A file whose text is "fake WIDTHxHEIGHT FRAMES", at 25 frames a second; any other is no video.</summary>
internal sealed class FakeVideo : VideoSource
{
    private FakeVideo(VideoInfo info) => Info = info;

    public override VideoInfo Info { get; }

    public override string? Warning => null;

    public override IReadOnlyList<double>? Times => null;

    public static byte[] File(int width = 32, int height = 24, int frames = 50) => System.Text.Encoding.ASCII.GetBytes($"fake {width}x{height} {frames}");

    public static new VideoSource Open(string path, int threads = 1)
    {
        var words = System.IO.File.ReadAllText(path).Split(' ', 'x');
        if (words is not ["fake", var width, var height, var frames])
        {
            throw new VideoException($"{path} is no video: Invalid data found");
        }

        var count = int.Parse(frames, CultureInfo.InvariantCulture);
        return new FakeVideo(new VideoInfo(
            path, "fake", int.Parse(width, CultureInfo.InvariantCulture), int.Parse(height, CultureInfo.InvariantCulture), 0, 25, TimeSpan.FromSeconds(count / 25.0), count, VariableRate: false));
    }

    public override bool IsKeyFrame(int frame) => true;

    public override Frames Read(ReadOnlySpan<int> frameNumbers, FrameSize? size = null) =>
        new(frameNumbers.Length, size?.Height ?? Info.Height, size?.Width ?? Info.Width);

    public override void Dispose()
    {
    }
}
