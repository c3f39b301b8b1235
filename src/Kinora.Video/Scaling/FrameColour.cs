using System.Text.Json.Serialization;
using Kinora.Video.Flow;

namespace Kinora.Video.Scaling;

/// <summary>What the pixels of a frame hold.</summary>
public enum FrameColour
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>The gray of OpenCV's <c>cvtColor(frame, COLOR_RGB2GRAY)</c>, three times.</summary>
    [JsonStringEnumMemberName("opencv-gray")]
    OpenCvGray,

    /// <summary>The gray of Pillow's <c>image.convert("L")</c>, three times; torchvision's <c>Grayscale</c> of an image.</summary>
    [JsonStringEnumMemberName("pillow-gray")]
    PillowGray,

    /// <summary>No colour but motion, by <see cref="FlowKind.Farneback"/>: the flow from the frame to the next, as <see cref="FlowFrames"/> writes it.</summary>
    FlowFarneback,

    /// <summary>The same by <see cref="FlowKind.TvL1"/>.</summary>
    [JsonStringEnumMemberName("flow-tvl1")]
    FlowTvL1,

    /// <summary>The same by <see cref="FlowKind.Dis"/>.</summary>
    FlowDis,
}

/// <summary>Whether pixels hold colours or motion.</summary>
public static class FrameColours
{
    /// <summary>The method of optical flow whose vectors the pixels hold; null where they hold colours or a gray.</summary>
    public static FlowKind? Flow(this FrameColour colour) => colour switch
    {
        FrameColour.FlowFarneback => FlowKind.Farneback,
        FrameColour.FlowTvL1 => FlowKind.TvL1,
        FrameColour.FlowDis => FlowKind.Dis,
        _ => null,
    };

    /// <summary>Whether the pixels hold optical flow.</summary>
    public static bool IsFlow(this FrameColour colour) => colour.Flow() is not null;
}
