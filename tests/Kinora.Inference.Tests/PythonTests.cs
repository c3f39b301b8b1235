using System.Text.Json;
using Kinora.Inference.Timelines;
using Kinora.Models;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Inference.Tests;

/// <summary>The same weights and the same real video in torchvision's network give the same probabilities.</summary>
public sealed class PythonTests
{
    [Fact]
    public void Library_and_timeline_agree_with_torchvision_to_1e_4()
    {
        var clip = Directory.EnumerateFiles(Places.RealData("weizmann", "bend"), "*.avi").Order(StringComparer.Ordinal).First();
        using var folder = Places.Temporary();
        string[] labels = ["bend", "jack", "walk", "run"];
        var preprocessing = new Preprocessing { Geometry = new Squash(new FrameSize(112, 112)), Sampler = new ClipSampler(SamplingKind.CentredStride, Length: 8, Stride: 3) };
        TorchRandom.Seed(7);
        using (var network = VideoResNet.R3d18.Build(labels.Length))
        {
            Checkpoint.Save(folder.File("r3d.kinora"), VideoResNet.R3d18, VideoResNet.R3d18.Defaults, network, labels, preprocessing);
        }

        using var recognizer = ActionRecognizer.Load(folder.File("r3d.kinora"));
        var prediction = recognizer.Predict(clip);
        Assert.Equal(8, prediction.Frames.Count);
        Agree(Reference(prediction.Frames), prediction.Probabilities);

        var windows = recognizer.Timeline(clip, new TimelineOptions { Step = 1 }).Windows;
        Assert.True(windows.Count > 1);
        Agree(Reference([.. Enumerable.Range(0, 8).Select(i => windows[1].FirstFrame + (3 * i))]), windows[1].Probabilities);

        Dictionary<string, float> Reference(IReadOnlyList<int> frames) => JsonSerializer.Deserialize<Dictionary<string, float>>(Places.Python(
            Path.Combine(Places.Repository, "tests/Kinora.Inference.Tests/reference/r3d_18.py"), folder.File("r3d.kinora"), clip, string.Join(',', frames)))!;

        void Agree(Dictionary<string, float> expected, IReadOnlyList<float> found) =>
            Assert.All(labels.Zip(found), one => Assert.Equal(expected[one.First], one.Second, 1e-4f));
    }
}
