using System.Text.Json.Serialization;

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
}
