using System.Diagnostics;
using Kinora.Data;
using Kinora.Data.Loading;
using Kinora.Evaluation;
using Kinora.Models;
using Kinora.Models.Weights;
using Kinora.Results;
using Kinora.Torch;
using Kinora.Torch.Layers;
using Kinora.Torch.Optimizers;
using Kinora.Training.Folds;
using Kinora.Training.Mixing;
using Kinora.Training.Schedules;
using Kinora.Video;

namespace Kinora.Training;

/// <summary>Trains one network on one fold: epochs of steps, each epoch validated, the best and the last one kept.</summary>
/// <param name="clips">Where clips come from.</param>
/// <param name="options">How to train.</param>
/// <param name="modelOptions">The network's options.</param>
/// <param name="observer">Hears how it goes.</param>
public sealed class Trainer(ClipSource clips, TrainingOptions options, object modelOptions, ITrainingObserver observer)
{
    private readonly DataSet data = clips.Data;
    private readonly ModelEntry entry = ModelZoo.Find(options.Model);
    private readonly Preprocessing preprocessing = options.ToPreprocessing(clips.Data);
    private readonly Device device = Device.Parse(options.Device);
    private readonly BatchMixing mixing = new(options.Mixup, options.Cutmix);
    private bool hasToldOfWeights;

    // One seed draws the same backbone for every fold, and frozen it stays the same.
    private readonly FeatureCache kept = new((long)options.CacheMb << 20);

    /// <summary>Trains; the checkpoints lie in <paramref name="folder"/> when it returns.</summary>
    /// <param name="fold">Which clips.</param>
    /// <param name="folder">Where <c>best.kinora</c> and <c>last.kinora</c> are written.</param>
    /// <param name="recipe">What the checkpoints remember of the run, as JSON.</param>
    /// <param name="audit">What is known against the score, as JSON.</param>
    /// <param name="log">Takes a line an epoch.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="TrainingException">The loss is no number any more.</exception>
    /// <exception cref="ModelException">The weights to begin with are not there.</exception>
    /// <exception cref="Torch.Serialization.WeightsException">The weights to begin with cannot be read or do not fit.</exception>
    public void Run(TrainingFold fold, string folder, string recipe, string audit, RunLog log, CancellationToken cancellation)
    {
        TorchRandom.Seed(options.Seed);
        using var scope = new TensorScope();
        using var model = entry.Build(data.Labels.Count, modelOptions, preprocessing.Channels);
        LoadPretrained(model);
        using var loss = new CrossEntropyLoss(options.ClassWeights ? WeighClasses(fold.Train) : null, options.LabelSmoothing);
        model.To(device);
        loss.To(device);
        using var optimizer = OptimizerFactory.Make(model, options);
        var schedule = new LearningRate(options.Scheduler, options.LearningRate, options.TMax > 0 ? options.TMax : options.Epochs);
        var features = model is FrameModel { EncoderIsFrozen: true } frames && options.FeatureCopies > 0
            ? new FrameFeatures(kept, clip => Encode(frames, clip), options.FeatureCopies, device)
            : null;
        var loader = clips.Training(fold.Train, preprocessing, options.ToTrainingSampler(), options.ToAugmentations(), options.BatchSize, device, features, options.ToNeverFlipped(data));
        var validation = fold.Selection.Count > 0 ? clips.Evaluation(fold.Selection, preprocessing, views: 1, options.BatchSize, device, features) : null;

        var best = (Accuracy: -1.0, Loss: double.PositiveInfinity);
        var clock = Stopwatch.StartNew();
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            var start = clock.Elapsed;
            optimizer.LearningRate = schedule.At(epoch);
            var trained = TrainEpoch(model, loss, optimizer, loader, epoch, clock, cancellation);
            var validated = validation is null ? null : Validate(model, validation, cancellation);

            // Of equal accuracies the lower loss is the better one; without validation the latest epoch is.
            var isBest = validated is not { } now || now.Accuracy > best.Accuracy || (now.Accuracy == best.Accuracy && now.Loss < best.Loss);
            if (isBest)
            {
                best = validated ?? best;
                Save("best.kinora");
            }

            Save("last.kinora");

            var ended = new EpochEvent
            {
                Time = DateTimeOffset.UtcNow,
                Fold = fold.Name.Length > 0 ? fold.Name : null,
                Epoch = epoch + 1,
                TrainLoss = trained.Loss,
                TrainAccuracy = trained.Accuracy,
                ValidationLoss = validated?.Loss,
                ValidationAccuracy = validated?.Accuracy,
                LearningRate = optimizer.LearningRate,
                Seconds = (clock.Elapsed - start).TotalSeconds,
                ClipsPerSecond = trained.ClipsPerSecond,
            };
            log.Append(ended);
            observer.EpochEnded(ended, isBest);
        }

        void Save(string name) => Checkpoint.Save(Path.Combine(folder, name), entry, modelOptions, model, data.Labels, preprocessing, recipe, audit);
    }

    private void LoadPretrained(VideoModel model)
    {
        if (options.Pretrained is null)
        {
            return;
        }

        using var weights = SavedWeights.Load(PretrainedSource.Find(options.Pretrained, CacheFolder.Weights).Path);
        var report = PretrainedWeights.Load(model, weights);

        // Every fold begins with the same weights; once is enough to tell.
        foreach (var line in hasToldOfWeights ? [] : report.Lines())
        {
            observer.Notice(line);
        }

        hasToldOfWeights = true;
    }

    private (double Loss, double Accuracy, double ClipsPerSecond) TrainEpoch(
        VideoModel model, CrossEntropyLoss criterion, Optimizer optimizer, ClipLoader loader, int epoch, Stopwatch clock, CancellationToken cancellation)
    {
        model.Train();
        var start = clock.Elapsed;
        var (loss, right, seen, step) = (0.0, 0, 0, 0);
        foreach (var batch in loader.Epoch(epoch, cancellation))
        {
            using var scope = new TensorScope();
            using var owned = batch;
            var targets = batch.Labels.To(device);                  // (N)
            var mix = mixing.Draw(options.Size, options.Seed, epoch, step);
            var mask = (mix is null ? batch.Mask : BatchMix.ApplyToMask(batch.Mask)).To(device);
            var logits = model.Forward(mix?.Apply(batch.Clips) ?? batch.Clips, mask);   // (N, C, T, H, W) -> (N, classes)
            var value = criterion.Forward(
                logits, mix?.Targets([.. batch.Sources.Select(source => source.Label)], data.Labels.Count).To(device) ?? targets);
            optimizer.ZeroGrad();
            value.Backward();
            optimizer.Step();

            var number = value.Item();
            if (!double.IsFinite(number))
            {
                throw new TrainingException(
                    $"the loss became {number} in epoch {epoch + 1}, step {step + 1} (clips {string.Join(", ", batch.Sources.Select(source => source.Name))}); a smaller --learning-rate usually helps");
            }

            loss += number * batch.Sources.Count;
            right += (int)logits.Detach().Argmax(1).Eq(targets).Sum().Item();
            seen += batch.Sources.Count;
            step++;
            var done = (epoch + ((double)step / loader.BatchesPerEpoch)) / options.Epochs;
            observer.Stepped(new TrainingProgress(
                epoch + 1, options.Epochs, step, loader.BatchesPerEpoch, loss / seen, (double)right / seen,
                seen / (clock.Elapsed - start).TotalSeconds, clock.Elapsed * ((1 - done) / done)));
        }

        return (loss / seen, (double)right / seen, seen / (clock.Elapsed - start).TotalSeconds);
    }

    // (T, H, W, 3) u8 -> (T, F)
    private Tensor Encode(FrameModel model, Frames frames)
    {
        using var quiet = Autograd.NoGrad();
        using var scope = new TensorScope();
        return scope.Return(model.Encode(preprocessing.ToTensor([frames], device)).Squeeze(0).To(Device.Cpu));
    }

    // One view: a quick look that chooses the epoch; the finished model is measured with all of them.
    private (double Accuracy, double Loss)? Validate(VideoModel model, ClipLoader validation, CancellationToken cancellation)
    {
        var scores = Evaluator.Score(model, validation, data.Labels, cancellation: cancellation);
        return (Metrics.TopK(scores.Outcomes(), 1), Metrics.LogLoss(scores));
    }

    // scikit-learn's "balanced": clips / (classes * clips of the class).
    private Tensor WeighClasses(IReadOnlyList<int> train)
    {
        var counts = new int[data.Labels.Count];
        foreach (var sample in train)
        {
            counts[data.Samples[sample].Label]++;
        }

        return Tensor.From<float>([.. counts.Select(count => count == 0 ? 0f : train.Count / (float)(counts.Length * count))], counts.Length);
    }
}
