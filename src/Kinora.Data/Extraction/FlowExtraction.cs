using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Flow;

namespace Kinora.Data.Extraction;

/// <summary>How flow is stored.</summary>
public enum FlowFormat
{
    /// <summary>Two gray JPEG files for each field, as two-stream networks read them: <see cref="FlowImages"/>.</summary>
    Jpg,

    /// <summary>One NumPy array of 16-bit floats for each video, <c>flow.npy</c>: <see cref="FlowArray"/>.</summary>
    [JsonStringEnumMemberName("float16")]
    Float16,
}

/// <summary>Optical flow between the frames of each video.</summary>
public sealed record FlowExtraction : VideoExtraction
{
    /// <summary>The name of the file of a video, where there is one.</summary>
    public const string ArrayName = "flow.npy";

    /// <summary>The method.</summary>
    public FlowKind Method { get; init; }

    /// <summary>How flow is stored.</summary>
    public FlowFormat Format { get; init; }

    /// <summary>The largest motion in pixels that JPEG files hold.</summary>
    public double Bound { get; init; } = FlowImages.DefaultBound;

    /// <summary>Flow goes from every n-th frame to the n-th after it; at least 1.</summary>
    public int Stride { get; init; } = 1;

    internal override string Kind => "flow";

    internal override JsonObject Settings()
    {
        var settings = ScalingSettings();
        var isJpeg = Format == FlowFormat.Jpg;
        settings["method"] = Method.ToString().ToLowerInvariant();
        settings["format"] = Format.ToString().ToLowerInvariant();
        settings["bound"] = isJpeg ? Bound : null;
        settings["quality"] = isJpeg ? Quality : null;
        settings["stride"] = Stride;
        return settings;
    }

    internal override (int Count, int Files, FrameSize Size, double FramesPerSecond) Write(VideoFile video, string folder, Action<int> written, CancellationToken cancel)
    {
        var info = video.Info;
        var numbers = FrameChoice.Every(Stride, info.FrameCount);
        if (numbers.Length < 2)
        {
            throw new VideoException($"{info.Path}: has {Words.Count(info.FrameCount, "frame")}{(Stride > 1 ? $", and the stride is {Stride}" : "")}; flow needs two");
        }

        var target = Target(info.Size);
        var size = target ?? info.Size;
        using var estimator = new FlowEstimator(size, Method);
        using var store = new FlowStore(this, folder, size);
        var field = new float[size.Height * size.Width * 2];
        var taken = 0;
        foreach (var frames in FramePass.Read(video, numbers, target, Filter, cancel))
        {
            for (var t = 0; t < frames.Count; t++)
            {
                // A field may take a second: asked for each.
                cancel.ThrowIfCancellationRequested();
                estimator.Next(frames[t], taken++ == 0 ? [] : field);
                if (taken > 1)
                {
                    store.Add(field);
                    written(1);
                }
            }
        }

        store.Finish();
        return (store.Count, store.Files, size, info.FrameRate / Stride);
    }
}
