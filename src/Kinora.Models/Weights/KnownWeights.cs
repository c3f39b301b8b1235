using Kinora.Video;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Models.Weights;

/// <summary>
/// Every file of published weights that Kinora knows. Facts only, each from the publisher: torchvision 0.14's enumerations of
/// weights (sizes from 0.15's, which states them in MiB), the configuration of MoViNet-pytorch and of the TensorFlow project
/// its weights come from. What nobody published is null.
/// </summary>
public static class KnownWeights
{
    private const string Kinetics400 = "Kinetics-400";
    private const string Kinetics600 = "Kinetics-600";
    private const string ImageNet = "ImageNet-1k";

    /// <summary>All of them, in the order that <c>kinora weights</c> prints.</summary>
    public static IReadOnlyList<PublishedWeights> All { get; } =
    [
        TorchvisionVideo("r3d_18_kinetics400", "r3d_18", "r3d_18-b3b3357e.pth", 127.359, Kinetics(16, new(128, 171), 112)),
        TorchvisionVideo("mc3_18_kinetics400", "mc3_18", "mc3_18-a90a0ba3.pth", null, Kinetics(16, new(128, 171), 112)),
        TorchvisionVideo("r2plus1d_18_kinetics400", "r2plus1d_18", "r2plus1d_18-91a641e6.pth", 120.318, Kinetics(16, new(128, 171), 112)),
        TorchvisionVideo("s3d_kinetics400", "s3d", "s3d-d76dad2f.pth", 31.972, Kinetics(128, new(256, 256), 224)),
        MoViNet("movinet_a0_kinetics600", "movinet_a0", "modelA0_statedict_v3", 192, 172),
        MoViNet("movinet_a1_kinetics600", "movinet_a1", "modelA1_statedict_v3", 192, 172),
        MoViNet("movinet_a2_kinetics600", "movinet_a2", "modelA2_statedict_v3", 256, 224),
        MoViNet("movinet_a0_stream_kinetics600", "movinet_a0_stream", "modelA0_stream_statedict_v3", 192, 172),
        MoViNet("movinet_a1_stream_kinetics600", "movinet_a1_stream", "modelA1_stream_statedict_v3", 192, 172),
        MoViNet("movinet_a2_stream_kinetics600", "movinet_a2_stream", "modelA2_stream_statedict_v3", 256, 224),
        TorchvisionImage("resnet18_imagenet", "resnet18", "resnet18-f37072fd.pth", 44.661, Pictures(256, 224)),
        TorchvisionImage("resnet34_imagenet", "resnet34", "resnet34-b627a593.pth", 83.275, Pictures(256, 224)),
        TorchvisionImage("resnet50_imagenet", "resnet50", "resnet50-0676ba61.pth", 97.781, Pictures(256, 224)),
        TorchvisionImage("resnet50_imagenet_v2", "resnet50", "resnet50-11ad3fa6.pth", 97.79, Pictures(232, 224)),
        TorchvisionImage("vgg16_imagenet", "vgg16", "vgg16-397923af.pth", 527.796, Pictures(256, 224)),
        TorchvisionImage("inception_v3_imagenet", "inception_v3", "inception_v3_google-0cc3c7bd.pth", 103.903, Pictures(342, 299)),
        TorchvisionImage("mobilenet_v2_imagenet", "mobilenet_v2", "mobilenet_v2-b0353104.pth", 13.555, Pictures(256, 224)),
        TorchvisionImage("mobilenet_v2_imagenet_v2", "mobilenet_v2", "mobilenet_v2-7ebf99e0.pth", 13.598, Pictures(232, 224)),
        TorchvisionImage("squeezenet1_0_imagenet", "squeezenet1_0", "squeezenet1_0-b66bff10.pth", 4.778, Pictures(256, 224)),
    ];

    /// <summary>The weights of a name, without regard to case, hyphens and underscores; null where there are none.</summary>
    public static PublishedWeights? Find(string name) => All.FirstOrDefault(weights => Fold(weights.Name) == Fold(name));

    private static string Fold(string name) => name.Replace('-', '_').ToLowerInvariant();

    private static PublishedWeights TorchvisionVideo(string name, string model, string file, double? megabytes, Preprocessing preprocessing) =>
        Torchvision(name, model, Kinetics400, file, megabytes, preprocessing);

    private static PublishedWeights TorchvisionImage(string name, string model, string file, double? megabytes, Preprocessing preprocessing) =>
        Torchvision(name, model, ImageNet, file, megabytes, preprocessing);

    // The digits before the extension begin the file's SHA-256: torch.hub checks them.
    private static PublishedWeights Torchvision(string name, string model, string labels, string file, double? megabytes, Preprocessing preprocessing) =>
        new(name, model, labels, "BSD-3-Clause", new Uri($"https://download.pytorch.org/models/{file}"), file[^12..^4], Bytes: null, megabytes, preprocessing);

    // MoViNet-pytorch is under the MIT licence; its weights are Google's, converted, which are under Apache-2.0.
    private static PublishedWeights MoViNet(string name, string model, string file, int shortSide, int size) =>
        new(
            name,
            model,
            Kinetics600,
            "MIT (Apache-2.0)",
            new Uri($"https://github.com/Atze00/MoViNet-pytorch/raw/main/weights/{file}"),
            Sha256: null,
            Bytes: null,
            Megabytes: null,
            new Preprocessing
            {
                // 50 frames, every fifth: ten seconds of a clip of Kinetics.
                Sampler = new ClipSampler(SamplingKind.CentredStride, Length: 50, Stride: 5),
                Geometry = new ShortSideThenCentreCrop(shortSide, new FrameSize(size, size)),
                Filter = ScaleFilter.OpenCvBilinear,
                Mean = [0, 0, 0],
                Std = [1, 1, 1],
            });

    // Their accuracy was taken on clips of 16 frames at 15 frames a second, five a video (s3d: 128 frames, one a video): every
    // second frame of 30. torchvision scales videos as tensors, bilinear and without antialiasing, which OpenCV's is nearest to.
    private static Preprocessing Kinetics(int frames, FrameSize resized, int size) => new()
    {
        Sampler = new ClipSampler(SamplingKind.CentredStride, frames, Stride: 2),
        Geometry = new ExactThenCentreCrop(resized, new FrameSize(size, size)),
        Filter = ScaleFilter.OpenCvBilinear,
        Mean = [0.43216f, 0.394666f, 0.37645f],
        Std = [0.22803f, 0.22145f, 0.216989f],
    };

    // Pictures have no frames to choose: the sampler stays Kinora's own. torchvision scales them by Pillow.
    private static Preprocessing Pictures(int shortSide, int size) => new()
    {
        Geometry = new ShortSideThenCentreCrop(shortSide, new FrameSize(size, size)),
        Filter = ScaleFilter.PillowBilinear,
        Mean = Preprocessing.ImageNetMean,
        Std = Preprocessing.ImageNetStd,
    };
}
