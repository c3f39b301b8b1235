using Kinora.Data;
using Kinora.Inference;
using Kinora.Models;
using Kinora.Results;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Training.Folds;
using Kinora.Video.Arrays;
using Kinora.Video.Sampling;

namespace Kinora.Training.Tests;

/// <summary>Networks without a backbone learn from stored features, by the path that clips of videos take.</summary>
public sealed class StoredFeaturesTests
{
    private const int Frames = 12;
    private const int Count = 6;

    public static TheoryData<string> Models => ["features_rnn", "features_transformer", "cnnlstm", "cnnrnn", "tsn"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_network_of_sequences_learns_from_features(string model)
    {
        using var folder = Places.Temporary();
        var before = TensorScope.LiveTensors;
        var data = DataSets.Open(Write(folder));
        var options = new TrainingOptions
        {
            Model = model,
            Frames = Frames,
            Stride = 1,
            Sampling = SamplingKind.Uniform,
            Epochs = 15,
            BatchSize = 8,
            LearningRate = 5e-3,
            Views = 1,
            Threads = 1,
            InnerValidation = 0.25,
            DiskCacheMb = 0,
            Runs = folder.File("runs"),
        };
        var network = Without(model);
        Assert.Empty(options.Mistakes(network).Concat(options.Mistakes(network, data)));
        var run = RunFolder.Create(options.Runs, options.Name);

        var results = TrainingRun.Run(data, FoldPlanner.Plan(data, options), options, network, run, new Silent());

        Assert.Equal(16, results.Clips);
        Assert.True(results.Top1.Value >= 0.9, $"top-1 is {results.Top1}");
        using (var checkpoint = Checkpoint.Load(run.BestCheckpoint))
        {
            Assert.Equal(Count, checkpoint.Preprocessing.Channels);
        }

        Assert.Contains("takes stored features of 6 numbers a frame, not videos", Assert.Throws<ModelException>(() => Recognizer.Load(run.BestCheckpoint)).Message, StringComparison.Ordinal);

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void What_features_cannot_be_is_refused_before_anything_is_written()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(Write(folder));
        var options = new TrainingOptions { Cutmix = 1, Crops = 3 };
        Assert.Collection(
            options.Mistakes(ModelZoo.Find(options.Model).Defaults, data),
            mistake => Assert.EndsWith("holds stored features, which video3dcnn_s does not take at all; use features_rnn or features_transformer, or cnnlstm, cnnrnn or tsn, with --backbone none", mistake, StringComparison.Ordinal),
            mistake => Assert.StartsWith("--cutmix", mistake, StringComparison.Ordinal),
            mistake => Assert.StartsWith("--crops is 3", mistake, StringComparison.Ordinal));
        Assert.Empty(new TrainingOptions().Mistakes(new TsnOptions { Backbone = "none" }, data));
        Assert.Contains("does not take;", Assert.Single(new TrainingOptions { Model = "tsn" }.Mistakes(new TsnOptions(), data)), StringComparison.Ordinal);
    }

    private static object Without(string model) => model switch
    {
        "cnnlstm" => new CnnLstmOptions { Backbone = FrameModelOptions.None },
        "cnnrnn" => new CnnRnnOptions { Backbone = FrameModelOptions.None, Hidden = 16, AttentionSize = 8 },
        "tsn" => new TsnOptions { Backbone = FrameModelOptions.None },
        "features_rnn" => new FeaturesRnnOptions { Backbone = FrameModelOptions.None, Units = [16], DenseUnits = 16 },
        _ => ModelZoo.Find(model).Defaults,
    };

    // Two classes: which of two features is larger, under noise.
    private static string Write(TemporaryFolder folder)
    {
        const int Clips = 64;
        var random = new Random(4);
        var values = new float[Clips * Frames * Count];
        var lines = new List<string> { "video\tclass\tsplit" };
        for (var clip = 0; clip < Clips; clip++)
        {
            var label = clip % 2;
            for (var i = 0; i < Frames * Count; i++)
            {
                values[(clip * Frames * Count) + i] = (float)((random.NextDouble() * 2) - 1 + (i % Count == label ? 1.5 : 0));
            }

            lines.Add($"v{clip:D3}\t{(label == 0 ? "first" : "second")}\t{(clip < 48 ? "train" : "test")}");
        }

        var root = folder.File("features");
        Directory.CreateDirectory(root);
        File.WriteAllBytes(Path.Combine(root, "a.npy"), [.. NpyHeader.Write("<f4", 128, Clips, Frames, Count), .. System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan())]);
        File.WriteAllLines(Path.Combine(root, "labels.tsv"), lines);
        return root;
    }
}
