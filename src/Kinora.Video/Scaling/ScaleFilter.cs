using System.Text.Json.Serialization;

namespace Kinora.Video.Scaling;

/// <summary>The program whose pixels a scaled frame equals. They differ, so a network is fed by the one it was trained with.</summary>
public enum ScaleFilter
{
    /// <summary>OpenCV's <c>cv2.resize(frame, size)</c>: two by two pixels, whatever the scale; shrinking skips pixels.</summary>
    [JsonStringEnumMemberName("opencv-bilinear")]
    OpenCvBilinear,

    /// <summary>OpenCV's <c>INTER_AREA</c>: the mean of the area a pixel covers when shrinking.</summary>
    [JsonStringEnumMemberName("opencv-area")]
    OpenCvArea,

    /// <summary>Pillow's <c>Image.resize(size, BILINEAR)</c>, which widens with the scale (antialiased); what torchvision does to images.</summary>
    [JsonStringEnumMemberName("pillow-bilinear")]
    PillowBilinear,

    /// <summary>FFmpeg's <c>scale=W:H:flags=bilinear</c>, done while decoding from the video's own pixel format.</summary>
    [JsonStringEnumMemberName("ffmpeg-bilinear")]
    FFmpegBilinear,
}
