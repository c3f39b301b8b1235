using Kinora.Data.Audit;
using Kinora.Data.Description;
using Kinora.Data.Extraction;
using Kinora.Data.Loading;
using Kinora.Data.Splitting;
using Kinora.Models;
using Kinora.Results;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Arrays;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Data.Tests.Readers;

/// <summary>Stored features: the array that NumPy writes, its labels, and batches of both.</summary>
public sealed class FeaturesTests
{
    private const int Clips = 6;
    private const int Frames = 5;
    private const int Count = 3;

    private static readonly string[] Rows = ["d a 1", "a b 1", "c a 2", "b b 2", "e a 1", "f b 1"];

    [Theory]
    [InlineData("float16")]
    [InlineData("float32")]
    [InlineData("float64")]
    public void Batches_hold_the_rows_of_the_array_that_NumPy_wrote(string type)
    {
        using var folder = Places.Temporary();
        var before = TensorScope.LiveTensors;
        Write(folder, type);
        var data = DataSets.Open(folder.Path);
        Assert.Equal(("features", Clips, Frames, Count), (data.Format, data.Features!.Clips, data.Features.Frames, data.Features.Count));
        Assert.Equal(["a b", "b b", "c a", "d a", "e a", "f b"], Tree.Lines(data));
        Assert.Equal(["a", "d", "e", "f"], Tree.Names(data, "train"));
        Assert.Equal(["b", "c"], Tree.Names(data, "test"));

        var source = new ClipSource(data, cacheBytes: 0, workers: 2, seed: 1);
        var looked = Look(4);
        foreach (var batch in source.Evaluation([.. Enumerable.Range(0, Clips)], looked, views: 2, batchSize: 4, Device.Cpu).Epoch(0))
        {
            using (batch)
            {
                Assert.Equal([batch.Sources.Count * 2, Count, 4, 1, 1], batch.Clips.Shape);
                var values = batch.Clips.ToArray<float>();
                foreach (var (place, sample) in batch.Sources.Index())
                {
                    for (var view = 0; view < 2; view++)
                    {
                        var plan = looked.Sampler.Sample(Frames, default, view, 2);
                        for (var i = 0; i < Count * 4; i++)
                        {
                            Assert.Equal(Value(Array.FindIndex(Rows, row => row[0] == sample.Name[0]), plan.Frames[i % 4], i / 4), values[(((place * 2) + view) * Count * 4) + i]);
                        }
                    }
                }
            }
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Longer_clips_are_padded_and_drawn_frames_are_the_sampler_s()
    {
        using var folder = Places.Temporary();
        Write(folder, "float32");
        var data = DataSets.Open(folder.Path);
        var source = new ClipSource(data, cacheBytes: 0, workers: 1, seed: 3);
        using (var batch = Assert.Single(source.Evaluation([0], Look(7), views: 1, batchSize: 4, Device.Cpu).Epoch(0)))
        {
            Assert.Equal([true, true, true, true, true, false, false], batch.Mask.ToArray<bool>());
        }

        var random = new ClipSampler(SamplingKind.RandomStride, 2, 1);
        var starts = Enumerable.Range(0, 20).Select(epoch =>
        {
            using var batch = Assert.Single(source.Training([0], Look(2), random, Video.Augmentation.Augmentations.None, 1, Device.Cpu).Epoch(epoch));
            return batch.Clips.ToArray<float>()[0];
        });
        Assert.Equal(4, starts.Distinct().Count());
    }

    [Fact]
    public void A_network_of_videos_and_one_of_other_features_are_refused()
    {
        using var folder = Places.Temporary();
        Write(folder, "float32");
        var source = new ClipSource(DataSets.Open(folder.Path), cacheBytes: 0, workers: 1, seed: 3);
        var videos = Assert.Throws<DataException>(() => source.Evaluation([0], Look(2) with { FeatureCount = null }, 1, 1, Device.Cpu));
        Assert.EndsWith("holds stored features of 3 numbers a frame, but the network takes videos", videos.Message, StringComparison.Ordinal);
        var other = Assert.Throws<DataException>(() => source.Evaluation([0], Look(2) with { FeatureCount = 4 }, 1, 1, Device.Cpu));
        Assert.EndsWith("but the network takes stored features of 4 numbers a frame", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_such_folder_is_refused_in_one_line()
    {
        using var folder = Places.Temporary();
        Write(folder, "float32");
        var (array, labels) = (folder.File("features.npy"), folder.File("labels.tsv"));
        var (bytes, text) = (File.ReadAllBytes(array), File.ReadAllText(labels));

        Refused(() => File.WriteAllBytes(array, bytes[..^1]), "it was cut or changed");
        Refused(() => File.WriteAllText(array, "this is no array"), "is no NumPy array");
        Refused(() => Numpy(array, "numpy.zeros((6, 5, 3), dtype='>f4')"), "type >f4; expected features");
        Refused(() => Numpy(array, "numpy.zeros((6, 5, 3), order='F')"), "in Fortran's order; expected");
        Refused(() => Numpy(array, "numpy.zeros((6, 5))"), "an array of shape (6, 5)");
        Refused(() => Numpy(array, "numpy.zeros((7, 5, 3))"), "names 6 clips, but features.npy has 7 rows");
        Refused(() => File.WriteAllText(labels, text.Replace("class", "kind", StringComparison.Ordinal)), "expected 'video' and 'class'");
        Refused(() => File.WriteAllText(labels, text.Replace("\tc\ta\t2", "\tc\ta\t9", StringComparison.Ordinal)), "puts a clip into '9'");
        Refused(() => File.WriteAllText(labels, text.Replace("\n2\t", "\n5\t", StringComparison.Ordinal)), "is of row 5; expected row 2");
        Refused(() => File.WriteAllText(labels, text.Replace("\tc\t", "\ta\t", StringComparison.Ordinal)), "names the clip 'a'");
        Refused(() => File.WriteAllBytes(folder.File("more.npy"), bytes), "holds 2 arrays");

        void Refused(Action damage, string words)
        {
            damage();
            Assert.Contains(words, Tree.Refusal(folder.Path), StringComparison.Ordinal);
            File.WriteAllBytes(array, bytes);
            File.WriteAllText(labels, text);
        }
    }

    [Fact]
    public void Equal_clips_on_both_sides_are_found()
    {
        using var folder = Places.Temporary();
        Write(folder, "float32");
        var data = DataSets.Open(folder.Path);
        Fold fold = new("", data.Splits!["train"], data.Splits["test"]);
        Assert.NotEqual(SplitTrust.Leaked, SplitCheck.Cheap(data, [fold]).Verdict);

        // Row 2, which is measured, becomes row 0, which trains.
        var bytes = File.ReadAllBytes(folder.File("features.npy"));
        var row = Frames * Count * sizeof(float);
        bytes.AsSpan(bytes.Length - (Clips * row), row).CopyTo(bytes.AsSpan(bytes.Length - ((Clips - 2) * row)));
        File.WriteAllBytes(folder.File("features.npy"), bytes);
        Assert.Contains("1 pair of equal files on both sides", SplitCheck.Cheap(data, [fold]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_can_look_at_features()
    {
        using var folder = Places.Temporary();
        Write(folder, "float16");
        foreach (var look in (Action[])
        [
            () => DataDescriber.Describe(folder.Path),
            () => new Extractor(new FrameExtraction()).Run(folder.Path, folder.File("out")),
        ])
        {
            Assert.EndsWith("holds stored features (6 clips of 5 frames, 3 numbers a frame), not videos: there is nothing to look at; train takes them", Assert.Throws<DataException>(look).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_header_is_what_NumPy_writes_and_reads()
    {
        using var folder = Places.Temporary();
        foreach (var (dtype, shape, type) in new[] { ("<f2", "(3, 4)", "<f2"), ("<i8", "(7,)", "<i8"), ("|u1", "()", "|u1"), ("<f8", "(2, 0, 5)", "<f8") })
        {
            Numpy(folder.File("a.npy"), $"numpy.zeros({shape}, dtype='{dtype}')");
            using var file = File.OpenRead(folder.File("a.npy"));
            var header = NpyHeader.Read(file)!;
            Assert.Equal((type, file.Position, file.Length), (header.Type, header.Bytes, header.Bytes + (header.Count * header.ItemBytes)));
            Assert.Equal(shape.Trim('(', ')').Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(long.Parse), header.Shape);
        }

        File.WriteAllBytes(folder.File("b.npy"), [.. NpyHeader.Write("<f4", 128, 5), .. new byte[20]]);
        Assert.Equal("(5,) float32", Python("print(*(lambda a: (a.shape, a.dtype))(numpy.load(sys.argv[1])))", folder.File("b.npy")));
    }

    [Fact]
    public void The_features_of_UCF101_are_read_with_their_official_split()
    {
        var data = DataSets.Open(Places.RealData("features", "ucf101_vgg16_split1"));
        Assert.Equal((2010, 15, 25, 128), (data.Samples.Count, data.Labels.Count, data.Features!.Frames, data.Features.Count));
        Assert.Equal((1442, 568), (data.Splits!["train"].Count, data.Splits["test"].Count));
        Assert.Contains("ApplyEyeMakeup", data.Labels);
    }

    private static Preprocessing Look(int frames) => new()
    {
        Sampler = new ClipSampler(SamplingKind.FirstN, frames, 1) { Padding = PaddingKind.Masked },
        Geometry = new Squash(new FrameSize(16, 16)),
        FeatureCount = Count,
    };

    // Exact in 16 bits.
    private static float Value(int clip, int frame, int feature) => (clip * 32) + (frame * 4) + feature - 50.5f;

    private static void Write(TemporaryFolder folder, string type)
    {
        Numpy(folder.File("features.npy"), $"(numpy.arange({Clips}).reshape(-1, 1, 1) * 32 + numpy.arange({Frames}).reshape(-1, 1) * 4 + numpy.arange({Count}) - 50.5).astype('{type}')");
        File.WriteAllLines(folder.File("labels.tsv"), ["row\tvideo\tclass\tsubset(1=train,2=test)", .. Rows.Select((row, i) => $"{i}\t{row.Replace(' ', '\t')}")]);
    }

    private static void Numpy(string path, string array) => Python($"numpy.save(sys.argv[1], {array})", path);

    private static string Python(string code, string path) => System.Text.Encoding.UTF8.GetString(Places.Run("/usr/bin/python3", "-c", $"import sys, numpy; {code}", path)).Trim();
}
