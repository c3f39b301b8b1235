using Kinora.Data;
using Kinora.Data.Loading;
using Kinora.Inference;
using Kinora.Models;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;
using Kinora.Video.Writing;

namespace Kinora.Evaluation.Tests;

public sealed class EvaluatorTests
{
    [Fact]
    public void Evaluation_sees_every_clip_as_prediction_does()
    {
        using var folder = Places.Temporary();
        var before = TensorScope.LiveTensors;
        foreach (var (label, shade) in new[] { ("dark", 40), ("light", 180) })
        {
            Directory.CreateDirectory(folder.File($"clips/{label}"));
            for (var take = 0; take < 3; take++)
            {
                using var writer = VideoWriter.Create(folder.File($"clips/{label}/{take}.mp4"), new FrameSize(40, 56), new FrameRate(25));
                for (var t = 0; t < 14 + take; t++)
                {
                    var frame = new byte[40 * 56 * 3];
                    frame.AsSpan(t * 56 * 3, 20 * 56 * 3).Fill((byte)(shade + (10 * take)));
                    writer.Write(frame);
                }

                writer.Finish();
            }
        }

        var preprocessing = new Preprocessing
        {
            Geometry = new CentreSquare(new FrameSize(32, 32)),
            Filter = ScaleFilter.PillowBilinear,
            Colour = FrameColour.OpenCvGray,
            Sampler = new ClipSampler(SamplingKind.CentredStride, Length: 8, Stride: 2),
            Views = 3,
        };
        var data = DataSets.Open(folder.File("clips"));
        TorchRandom.Seed(5);
        using (var model = Video3dCnn.SmallEntry.Build(classes: 2, channels: 1))
        {
            Checkpoint.Save(folder.File("m.kinora"), Video3dCnn.SmallEntry, Video3dCnn.SmallEntry.Defaults, model, data.Labels, preprocessing);
            var clips = new ClipSource(data, cacheBytes: 1 << 20, workers: 2, seed: 0);
            var loader = clips.Evaluation([.. Enumerable.Range(0, data.Samples.Count)], preprocessing, preprocessing.Views, batchSize: 1, Device.Cpu);

            var scores = Evaluator.Score(model, loader, data.Labels);

            Assert.True(model.Training, "evaluation left the network in another mode");
            using var recognizer = Recognizer.Load(folder.File("m.kinora"));
            Assert.Equal(6, scores.Clips.Count);
            foreach (var (sample, score) in data.Samples.Zip(scores.Clips))
            {
                Assert.Equal(sample.Name, score.Name);
                Assert.Equal(recognizer.Predict(sample.Path).Probabilities, score.Probabilities);
            }
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }
}
