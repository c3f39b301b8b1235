using System.Globalization;
using System.Text.Json.Nodes;
using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Writing;

namespace Kinora.Data.Extraction;

/// <summary>How frames are stored.</summary>
public enum PictureFormat
{
    /// <summary>JPEG: small, and nearly what was decoded.</summary>
    Jpg,

    /// <summary>PNG: every bit of what was decoded.</summary>
    Png,
}

/// <summary>Frames as pictures: <c>frame_000000.jpg</c> and on.</summary>
public sealed record FrameExtraction : VideoExtraction
{
    /// <summary>How frames are stored.</summary>
    public PictureFormat Format { get; init; }

    /// <summary>Frames per second; null takes every frame.</summary>
    public double? Rate { get; init; }

    internal override string Kind => "frames";

    internal override JsonObject Settings()
    {
        var settings = ScalingSettings();
        settings["format"] = Ending;
        settings["quality"] = Format == PictureFormat.Jpg ? Quality : null;
        settings["rate"] = Rate;
        return settings;
    }

    internal override (int Count, int Files, FrameSize Size, double FramesPerSecond) Write(VideoFile video, string folder, Action<int> written, CancellationToken cancel)
    {
        var info = video.Info;
        var numbers = Rate is { } rate ? FrameChoice.AtRate(rate, video) : FrameChoice.Every(1, info.FrameCount);
        var target = Target(info.Size);
        var next = 0;
        foreach (var frames in FramePass.Read(video, numbers, target, Filter, cancel))
        {
            for (var t = 0; t < frames.Count; t++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"frame_{next++:D6}.{Ending}");
                File.WriteAllBytes(Path.Combine(folder, name), Format == PictureFormat.Jpg ? ImageFile.Jpeg(frames[t], frames.Size, Quality) : ImageFile.Png(frames[t], frames.Size));
            }

            written(frames.Count);
        }

        return (next, next, target ?? info.Size, Rate ?? info.FrameRate);
    }

    private string Ending => Format == PictureFormat.Jpg ? "jpg" : "png";
}
