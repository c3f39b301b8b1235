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
using Kinora.Training.Engine;
using Kinora.Training.Folds;
using Kinora.Training.Forecasting;
using Kinora.Training.Mixing;
using Kinora.Training.Schedules;
using Kinora.Training.State;

namespace Kinora.Training;

/// <summary>
/// Trains one network on one fold: epochs of steps, each epoch validated, the best and the last one kept, and the state written down,
/// from which a training that was cut off goes on to the same bits.
/// </summary>
/// <param name="clips">Where clips come from.</param>
/// <param name="options">How to train.</param>
/// <param name="modelOptions">The network's options.</param>
/// <param name="observer">Hears how it goes.</param>
internal sealed class Trainer(ClipSource clips, TrainingOptions options, object modelOptions, ITrainingObserver observer)
{
    private readonly DataSet data = clips.Data;
    private readonly ModelEntry entry = ModelZoo.Find(options.Model);
    private readonly Preprocessing preprocessing = options.ToPreprocessing(clips.Data);
    private readonly Device device = Device.Parse(options.Device);
    private readonly BatchMixing mixing = new(options.Mixup, options.Cutmix);
    private bool hasToldOfWeights;
    private bool hasForecast;

    private readonly KeptFeatures kept = new(clips, options, options.ToPreprocessing(clips.Data), Device.Parse(options.Device));

    /// <summary>Trains; the checkpoints lie in the folder when it returns.</summary>
    /// <param name="fold">Which clips.</param>
    /// <param name="folder">The fold's folder: <c>best.kinora</c>, <c>last.kinora</c> and the state go to its checkpoints.</param>
    /// <param name="recipe">What the checkpoints remember of the run, as JSON.</param>
    /// <param name="audit">What is known against the score, as JSON.</param>
    /// <param name="log">Takes a line an epoch.</param>
    /// <param name="state">What the fold's state file says of it.</param>
    /// <param name="limit">Seconds after which the fold ends with what it has learned; null for no limit.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="TrainingException">The loss is no number any more.</exception>
    /// <exception cref="ModelException">The weights to begin with are not there.</exception>
    /// <exception cref="Torch.Serialization.WeightsException">The weights to begin with cannot be read or do not fit.</exception>
    /// <exception cref="ResultsException">Something cannot be written; what was written before stays.</exception>
    public void Run(TrainingFold fold, RunFolder folder, string recipe, string audit, RunLog log, FoldState state, double? limit, CancellationToken cancellation)
    {
        TorchRandom.Seed(options.Seed);
        using var scope = new TensorScope();
        using var model = entry.Build(data.Labels.Count, modelOptions, preprocessing.Channels);
        LoadPretrained(model);
        using var criterion = new CrossEntropyLoss(options.ClassWeights ? WeighClasses(fold.Train) : null, options.LabelSmoothing);
        model.To(device);
        criterion.To(device);
        using var optimizer = OptimizerFactory.Make(model, options);
        using var average = options.EmaDecay > 0 ? new ExponentialAverage(model, options.EmaDecay) : null;
        using var scaler = NumberFormat.Of(options.Precision, device) == DType.Float16 ? new GradScaler() : null;
        var stages = StageSchedule.Of(options, model.Stages.Count);
        model.TrainLast(stages.At(0), options.FreezeBatchNorm);
        var features = kept.Of(model);
        var loader = clips.Training(
            fold.Train, preprocessing, options.ToTrainingSampler(), options.ToAugmentations(), options.BatchSize, device, features, options.ToNeverFlipped(data),
            options.BalancedSampling);
        var validation = fold.Selection.Count > 0 ? clips.Evaluation(fold.Selection, preprocessing, views: 1, options.BatchSize, device, features) : null;
        var epoch = new EpochLoop(loader, new TrainingStep(model, criterion, optimizer, options, device, scaler, average), mixing, options, device, observer);
        var schedule = LearningRate.Of(options);
        var tensors = new TrainingTensors(model, optimizer, average, scaler, device);
        var now = state.Resume(tensors);
        var best = new BestEpochs(validation is null ? 1 : options.KeepBest, now.Best);
        if (now is { Epoch: 0, Batches: 0 } && !hasForecast)
        {
            hasForecast = true;
            now = now with { Parts = Forecast(model, criterion, optimizer, loader, features is null ? 0 : ((BackboneModel)model).FeatureCount * (long)options.FeatureCopies) };
        }

        var clock = Stopwatch.StartNew();
        var before = now.Seconds;
        // However short the time is, something is learned.
        while (now.Epoch < options.Epochs && (now is { Epoch: 0, Batches: 0 } || !IsOver(now)))
        {
            var number = now.Epoch;
            model.Train();
            model.TrainLast(stages.At(number), options.FreezeBatchNorm);
            now = epoch.Run(now, step => optimizer.LearningRate = schedule.At(number, step, epoch.Steps, now.Losses), AtStep, cancellation);
            var scores = Validate(model, average, validation, cancellation);
            var loss = scores is null ? (double?)null : Metrics.LogLoss(scores);

            // Without validation the latest epoch is the best one.
            var score = scores is null ? new EpochScore(number, number, 0) : new EpochScore(number, options.BestBy.ValueOf(scores), loss!.Value);
            var place = best.Add(score);
            if (place is not null)
            {
                using var averaged = average?.Swap();
                Keep(place.Value, number, scores);
            }

            var ended = EventOf(fold, now, scores, loss, schedule.At(number, (now.Batches - 1) / options.Accumulate, epoch.Steps, now.Losses));
            log.Append(ended);
            observer.EpochEnded(ended, place == 0);
            now = now with
            {
                Epoch = number + 1,
                Position = 0,
                Batches = 0,
                Loss = 0,
                Right = 0,
                Seen = 0,
                EpochSeconds = 0,
                Seconds = before + clock.Elapsed.TotalSeconds,
                Losses = [.. now.Losses, loss ?? ended.TrainLoss],
                Best = best.Scores,
                LogBytes = log.Bytes,
            };
            var isLast = now.Epoch == options.Epochs || IsOver(now);
            if (isLast || state.IsDue || cancellation.IsCancellationRequested)
            {
                using (average?.Swap())
                {
                    Save("last.kinora");
                }

                state.Save(now, tensors);
            }

            RemoveUnranked();
        }

        // Between two steps: the one place where a training may stop and go on.
        bool AtStep(TrainingState reached)
        {
            if (state.IsLate || cancellation.IsCancellationRequested)
            {
                state.Save(reached with { Seconds = before + clock.Elapsed.TotalSeconds }, tensors);
            }

            cancellation.ThrowIfCancellationRequested();
            return !IsOver(reached);
        }

        bool IsOver(TrainingState reached)
        {
            if (limit is { } seconds && before + clock.Elapsed.TotalSeconds >= seconds)
            {
                return true;
            }

            return options.Patience > 0 && best.Scores.Count > 0 && reached is { Batches: 0 } && reached.Epoch - 1 - best.Scores[0].Epoch >= options.Patience;
        }

        void Keep(int place, int number, Scores? scores)
        {
            if (options.KeepBest > 1 && validation is not null)
            {
                Save(Ranked(number));
            }

            if (place > 0)
            {
                return;
            }

            // Where the clips that are measured chose the epoch, nothing else may be chosen on them.
            if (scores is not null && !fold.Selection.Intersect(fold.Test).Any())
            {
                scores.Save(folder.ValidationScores);
            }

            Save("best.kinora");
        }

        void RemoveUnranked()
        {
            if (options.KeepBest > 1)
            {
                var ranked = best.Scores.Select(score => Ranked(score.Epoch)).ToHashSet(StringComparer.Ordinal);
                foreach (var file in Directory.GetFiles(folder.Checkpoints, "epoch-*.kinora").Where(file => !ranked.Contains(Path.GetFileName(file))))
                {
                    File.Delete(file);
                }
            }
        }

        void Save(string name) => Checkpoint.Save(Path.Combine(folder.Checkpoints, name), entry, modelOptions, model, data.Labels, preprocessing, recipe, audit);
    }

    /// <summary>Measures the best of a fold on the clips it never saw.</summary>
    /// <param name="fold">Which clips.</param>
    /// <param name="folder">The fold's folder, trained.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    public Scores Measure(TrainingFold fold, RunFolder folder, CancellationToken cancellation)
    {
        using var best = Checkpoint.Load(folder.BestCheckpoint, device);
        best.Model.Eval();
        best.Model.TrainLast(options.TrainableStages, options.FreezeBatchNorm);

        // Of several crops nothing is kept: training sees the middle one.
        var test = clips.Evaluation(
            fold.Test, best.Preprocessing, best.Preprocessing.Views, options.BatchSize, device, options.Crops == 1 ? kept.Of(best.Model) : null, best.Preprocessing.Crops);
        return Evaluator.Score(best.Model, test, data.Labels, cancellation: cancellation);
    }

    private static string Ranked(int epoch) => $"epoch-{epoch + 1:D4}.kinora";

    private static EpochEvent EventOf(TrainingFold fold, TrainingState now, Scores? scores, double? loss, double learningRate) => new()
    {
        Time = DateTimeOffset.UtcNow,
        Fold = fold.Name.Length > 0 ? fold.Name : null,
        Epoch = now.Epoch + 1,
        TrainLoss = now.Loss / now.Seen,
        TrainAccuracy = (double)now.Right / now.Seen,
        ValidationLoss = loss,
        ValidationAccuracy = scores is null ? null : Metrics.TopK(scores.Outcomes(), 1),
        LearningRate = learningRate,
        Seconds = now.EpochSeconds,
        ClipsPerSecond = now.Seen / now.EpochSeconds,
    };

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

    // On weights and statistics that are put back, with random numbers that are drawn again: the training knows nothing of it.
    private int Forecast(VideoModel model, CrossEntropyLoss criterion, Optimizer optimizer, ClipLoader loader, long features)
    {
        using var scope = new TensorScope();
        var random = TorchRandom.GetState(device);
        var buffers = model.NamedBuffers().Select(buffer => (buffer.Value, Copy: buffer.Value.Clone())).ToArray();
        using var batch = loader.Epoch(epoch: 0).First();
        var steps = (long)options.Epochs * ((loader.BatchesPerEpoch + options.Accumulate - 1) / options.Accumulate);
        var state = options.Optimizer == OptimizerKind.Sgd ? 1 : 2;
        var weights = model.Parameters().Sum(parameter => parameter.ElementCount * 4L);
        model.Train();
        TrainingForecast forecast;
        try
        {
            forecast = Forecaster.Measure(
                batch.Sources.Count, steps, options.Accumulate, (weights * (state + (options.EmaDecay > 0 ? 1 : 0))) + clips.KeptBytes(preprocessing, features), Try);
        }
        catch (TorchException e) when (e.IsOutOfMemory)
        {
            throw EpochLoop.TooLarge(e);
        }

        using (Autograd.NoGrad())
        {
            foreach (var (value, copy) in buffers)
            {
                value.Copy_(copy);
            }
        }

        TorchRandom.SetState(random, device);
        observer.Forecast(forecast);
        if (forecast.Parts > 1)
        {
            observer.Notice($"a batch of {batch.Sources.Count} clips does not fit into memory: it goes through in {forecast.Parts} parts whose gradients are added up");
        }

        return forecast.Parts;

        void Try(int count)
        {
            using var inner = new TensorScope();
            optimizer.ZeroGrad();
            using (NumberFormat.Of(options.Precision, device) is { } type ? Autocast.Enable(device, type) : null)
            {
                criterion.Forward(
                    model.Forward(batch.Clips.Narrow(0, 0, count), batch.Mask.Narrow(0, 0, count).To(device)).To(DType.Float32),
                    batch.Labels.Narrow(0, 0, count).To(device)).Backward();
            }

            optimizer.ZeroGrad();
        }
    }

    // One view: a quick look that chooses the epoch; the finished model is measured with all of them.
    private Scores? Validate(VideoModel model, ExponentialAverage? average, ClipLoader? validation, CancellationToken cancellation)
    {
        using var averaged = average?.Swap();
        return validation is null ? null : Evaluator.Score(model, validation, data.Labels, cancellation: cancellation);
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
