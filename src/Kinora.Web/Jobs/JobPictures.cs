using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Writing;
using Kinora.Web.Storage;

namespace Kinora.Web.Jobs;

/// <summary>Small pictures of a video, made while it is open anyway: decoding never happens because somebody looks at a page.</summary>
internal static class JobPictures
{
    private const int Most = 64;
    private const int LongestSide = 320;
    private const int Quality = 85;

    /// <summary>Writes the picture that stands for the video, and pictures of the frames the model saw.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="job">The job's id.</param>
    /// <param name="video">The open video.</param>
    /// <param name="seen">Numbers of the frames the model saw.</param>
    /// <returns>Those of them that have a picture: all, or some evenly chosen where they are very many.</returns>
    public static IReadOnlyList<int> Write(DataFolder folder, string job, VideoSource video, IReadOnlyList<int> seen)
    {
        int[] frames = [.. seen.Distinct().Order()];
        int[] shown = frames.Length <= Most ? frames : [.. Enumerable.Range(0, Most).Select(i => frames[(int)((long)i * frames.Length / Most)])];
        var size = Small(video.Info.Size);
        var middle = shown.Length > 0 ? shown[shown.Length / 2] : video.Info.FrameCount / 2;
        var pictures = video.Read([.. shown, middle], size);
        Directory.CreateDirectory(folder.PicturesOf(job));
        for (var i = 0; i < shown.Length; i++)
        {
            ImageFile.Save(folder.Picture(job, shown[i]), pictures[i], size, Quality);
        }

        ImageFile.Save(folder.Thumbnail(job), pictures[shown.Length], size, Quality);
        return shown;
    }

    private static FrameSize Small(FrameSize size)
    {
        var scale = Math.Min(1, (double)LongestSide / Math.Max(size.Height, size.Width));
        return new FrameSize(Math.Max(1, (int)Math.Round(size.Height * scale)), Math.Max(1, (int)Math.Round(size.Width * scale)));
    }
}
