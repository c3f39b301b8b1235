using System.Text.Json;
using System.Text.Json.Serialization;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Models;

/// <summary>
/// How a video becomes the tensor a network was trained on: which frames, which pixels, which numbers. It travels with
/// the weights, so that training, evaluation and prediction see the same clip the same way.
/// </summary>
public sealed record Preprocessing
{
    /// <summary>Which frames of a video make a clip when nothing is left to chance.</summary>
    public ClipSampler Sampler { get; init; } = new(SamplingKind.CentredStride, Length: 16, Stride: 2);

    /// <summary>Clips of one video whose probabilities are averaged, at least 1.</summary>
    public int Views { get; init; } = 1;

    /// <summary>Crops of each of these clips, 1, 3 or 10, averaged as well; more than 1 only where <see cref="Geometry"/> cuts one out.</summary>
    public int Crops { get; init; } = 1;

    /// <summary>How a frame becomes a picture of the network's size.</summary>
    [JsonConverter(typeof(FrameGeometryConverter))]
    public required FrameGeometry Geometry { get; init; }

    /// <summary>The filter that scales it.</summary>
    public ScaleFilter Filter { get; init; } = ScaleFilter.OpenCvBilinear;

    /// <summary>Colours, or which gray, or which optical flow; a gray clip has one channel, one of flow two, u and v.</summary>
    public FrameColour Colour { get; init; } = FrameColour.Rgb;

    /// <summary>What a pixel of 0 becomes before mean and deviation: 0 for the range [0, 1], -1 for [-1, 1].</summary>
    public float Low { get; init; }

    /// <summary>What a pixel of 255 becomes before mean and deviation.</summary>
    public float High { get; init; } = 1;

    /// <summary>Subtracted per channel, in units of the range.</summary>
    public IReadOnlyList<float> Mean { get; init; } = ImageNetMean;

    /// <summary>Divides per channel, in units of the range.</summary>
    public IReadOnlyList<float> Std { get; init; } = ImageNetStd;

    /// <summary>The mean of ImageNet's pictures, as torchvision states it.</summary>
    public static IReadOnlyList<float> ImageNetMean { get; } = [0.485f, 0.456f, 0.406f];

    /// <summary>The standard deviation of ImageNet's pictures, as torchvision states it.</summary>
    public static IReadOnlyList<float> ImageNetStd { get; } = [0.229f, 0.224f, 0.225f];

    /// <summary>The level of no motion in clips of optical flow, as two-stream networks subtract it.</summary>
    public static IReadOnlyList<float> FlowMean { get; } = [0.5f, 0.5f, 0.5f];

    /// <summary>
    /// What divides flow: the mean of <see cref="ImageNetStd"/>, as the code of Temporal Segment Networks does
    /// (<see href="https://arxiv.org/abs/1608.00859"/>), so that a first layer made for pictures and widened to flow meets numbers of their size.
    /// </summary>
    public static IReadOnlyList<float> FlowStd { get; } = [0.226f, 0.226f, 0.226f];

    /// <summary>Numbers of a frame where the clips are stored features, which need none of the above but the sampler; null for videos.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FeatureCount { get; init; }

    /// <summary>Channels of the tensor.</summary>
    [JsonIgnore]
    public int Channels => FeatureCount is { } features ? features : Colour == FrameColour.Rgb ? 3 : Colour.IsFlow() ? 2 : 1;

    /// <summary>One clip as the network wants it.</summary>
    /// <param name="frames">Frames already scaled to <see cref="Geometry"/>.</param>
    /// <returns>(C, T, H, W), float32, on the CPU.</returns>
    public Tensor ToTensor(Frames frames)
    {
        using var scope = new TensorScope();
        return scope.Return(ToTensor([frames], Device.Cpu).Squeeze(0));
    }

    /// <summary>
    /// A batch of clips as the network wants it. Bytes travel to the device, where they become numbers: a quarter of
    /// the traffic.
    /// </summary>
    /// <param name="clips">Clips of one length, each scaled to <see cref="Geometry"/>.</param>
    /// <param name="device">Where the batch shall be.</param>
    /// <returns>(N, C, T, H, W), float32.</returns>
    /// <exception cref="ModelException">The clips differ in shape.</exception>
    public Tensor ToTensor(IReadOnlyList<Frames> clips, Device device)
    {
        var first = clips[0];
        var pixels = new byte[clips.Count * first.Pixels.Length];
        for (var i = 0; i < clips.Count; i++)
        {
            var clip = clips[i];
            if (clip.Count != first.Count || clip.Height != first.Height || clip.Width != first.Width)
            {
                throw new ModelException(
                    $"clip {i} of the batch has {clip.Count} frames of {clip.Height}x{clip.Width}, clip 0 has {first.Count} of {first.Height}x{first.Width}");
            }

            clip.Pixels.CopyTo(pixels.AsSpan(i * first.Pixels.Length));
        }

        using var scope = new TensorScope();
        var x = Tensor.From<byte>(pixels, clips.Count, first.Count, first.Height, first.Width, 3).To(device);   // (N, T, H, W, 3)
        return scope.Return(Normalize(x));
    }

    // (N, T, H, W, 3) u8 -> (N, C, T, H, W) f32, in the order of torchvision: to [0, 1], then mean, then deviation.
    private Tensor Normalize(Tensor pixels)
    {
        var x = pixels.Narrow(4, 0, Channels);                              // (N, T, H, W, C): gray stands three times, flow has u and v
        x = x.Permute([0, 4, 1, 2, 3]).Contiguous().To(DType.Float32).Div_(255.0);  // (N, C, T, H, W)
        if (Low != 0 || High != 1)
        {
            x = x.Mul_(High - Low).Add_(Low);
        }

        var mean = Tensor.From<float>([.. Mean.Take(Channels)], Channels, 1, 1, 1).To(x.Device);
        var std = Tensor.From<float>([.. Std.Take(Channels)], Channels, 1, 1, 1).To(x.Device);
        return x.Sub_(mean).Div_(std);
    }
}

/// <summary>A geometry in a checkpoint: its text form.</summary>
internal sealed class FrameGeometryConverter : JsonConverter<FrameGeometry>
{
    public override FrameGeometry Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return FrameGeometry.Parse(reader.GetString() ?? "");
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, FrameGeometry value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
