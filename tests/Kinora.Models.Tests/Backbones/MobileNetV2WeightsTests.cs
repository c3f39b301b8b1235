using System.Security.Cryptography;
using System.Text.Json;
using Kinora.Models.Backbones;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Torch.Serialization;
using Kinora.Video;
using Kinora.Video.Scaling;
using Kinora.Video.Writing;

namespace Kinora.Models.Tests.Backbones;

/// <summary>
/// MobileNetV2 with weights trained on ImageNet, from stored weights to the names of what photographs show. The stored
/// reference comes from another program; its padding a is TensorFlow's, which the weights were trained with, b torchvision's.
/// </summary>
public sealed class MobileNetV2WeightsTests
{
    private static readonly Preprocessing preprocessing = new()
    {
        Geometry = new Squash(new FrameSize(224, 224)),
        Filter = ScaleFilter.PillowBilinear,
        Mean = [0.5f, 0.5f, 0.5f],
        Std = [0.5f, 0.5f, 0.5f],
    };

    // What the photographs show, and the probabilities stated beside the weights for padding a and b. The dog's breed hangs on
    // the filter.
    private static readonly (string Photo, ScaleFilter Filter, string Label, double A, double B)[] photographs =
    [
        ("cat.png", ScaleFilter.PillowBilinear, "Egyptian cat", 0.779, 0.736),
        ("cat_720p.jpg", ScaleFilter.PillowBilinear, "Egyptian cat", 0.801, 0.749),
        ("bird.png", ScaleFilter.PillowBilinear, "chickadee", 0.982, 0.972),
        ("dragonfly.png", ScaleFilter.PillowBilinear, "dragonfly", 0.979, 0.975),
        ("grace_hopper.png", ScaleFilter.PillowBilinear, "military uniform", 0.927, 0.363),
        ("hot_dog.jpg", ScaleFilter.PillowBilinear, "hotdog", 0.877, 0.725),
        ("dog_test_0.png", ScaleFilter.PillowBilinear, "soft-coated wheaten terrier", 0.534, 0.486),
        ("dog_test_0.png", ScaleFilter.OpenCvArea, "Tibetan terrier", 0.548, 0.415),
        ("parrot.jpg", ScaleFilter.PillowBilinear, "macaw", 0.998, 0.998),
        ("sunflower.png", ScaleFilter.PillowBilinear, "daisy", 0.989, 0.973),
    ];

    [Theory]
    [InlineData("a", true)]
    [InlineData("b", false)]
    public void Stored_pictures_and_a_wave_give_the_stored_logits_and_features(string padding, bool samePadding)
    {
        var folder = Places.RealData("weights", "mobilenet_v2_imagenet");
        using var reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "reference.json")));
        using var scope = new TensorScope();
        using var network = Trained(folder, samePadding);
        using var noGrad = Autograd.NoGrad();

        foreach (var photo in reference.RootElement.GetProperty("photos").EnumerateObject())
        {
            var picture = ImageFile.Load(Path.Combine(folder, photo.Value.GetProperty("input_png").GetString()!));
            Assert.Equal(photo.Value.GetProperty("input_rgb_sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(picture.Pixels)));
            var logits = network.Forward(ToTensor(picture)).Flatten(0).ToArray<float>();
            var expected = photo.Value.GetProperty(padding);
            var top = Numbers(expected.GetProperty("top5_index")).Select(index => (int)index).ToArray();
            AssertClose(Numbers(expected.GetProperty("top5_logit")), [.. top.Select(index => logits[index])], 1e-3, $"{photo.Name} {padding}");
            Assert.Equal(top, Enumerable.Range(0, logits.Length).OrderByDescending(index => logits[index]).Take(5));
        }

        // The stored input for which all logits are known.
        var wave = Tensor.From<float>([.. Enumerable.Range(0, 3 * 224 * 224).Select(i => (float)Math.Sin(0.01 * i))], 1, 3, 224, 224);
        var deterministic = reference.RootElement.GetProperty("deterministic").GetProperty(padding);
        AssertClose(Numbers(deterministic.GetProperty("logits")), network.Forward(wave).Flatten(0).ToArray<float>(), 1e-3, $"wave {padding}");
        var features = network.Features(wave).Flatten(0).ToArray<float>();
        AssertClose([deterministic.GetProperty("feature_mean").GetDouble()], [features.Average()], 1e-5, $"mean of features {padding}");
        AssertClose(Numbers(deterministic.GetProperty("feature_first8")), features[..8], 1e-5, $"features {padding}");
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("b", false)]
    public void Photographs_are_recognised(string padding, bool samePadding)
    {
        var folder = Places.RealData("weights", "mobilenet_v2_imagenet");
        var labels = File.ReadAllLines(Path.Combine(folder, "labels.txt"));
        using var network = Trained(folder, samePadding);
        using var noGrad = Autograd.NoGrad();
        foreach (var (photo, filter, label, probabilityA, probabilityB) in photographs)
        {
            using var scope = new TensorScope();
            var picture = FrameScaler.Scale(ImageFile.Load(Places.RealData("photos", photo)), preprocessing.Geometry, filter);
            var probabilities = network.Forward(ToTensor(picture)).Softmax(1).Flatten(0).ToArray<float>();
            var (best, probability) = probabilities.Index().MaxBy(item => item.Item);
            Assert.Equal((photo, label), (photo, labels[best].Split(',')[0]));
            AssertClose([samePadding ? probabilityA : probabilityB], [probability], 0.001, $"{photo} {padding} {filter}");
        }
    }

    private static ImageNetwork Trained(string folder, bool samePadding)
    {
        var network = MobileNetV2.Entry.Build(1000, 3, new() { SamePadding = samePadding });
        using var weights = SafeTensors.Load(Path.Combine(folder, "model.safetensors"));
        network.LoadStateDict(weights.Tensors);
        network.Eval();
        return network;
    }

    // (1, 3, 224, 224)
    private static Tensor ToTensor(Frames picture) => preprocessing.ToTensor([picture], Device.Cpu).Squeeze(2);

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    private static void AssertClose(double[] expected, float[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        var difference = expected.Zip(actual, (x, y) => Math.Abs(x - y)).Max();
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: off by at most {difference:g3}");
        Assert.True(difference <= tolerance, $"{what}: off by {difference}, allowed are {tolerance}");
    }
}
