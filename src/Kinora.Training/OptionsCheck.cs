using System.Text.Json;
using Kinora.Data;
using Kinora.Data.Loading;
using Kinora.Models;
using Kinora.Models.Weights;
using Kinora.Torch;
using Kinora.Training.Schedules;
using Kinora.Video.Scaling;

namespace Kinora.Training;

/// <summary>What one option alone cannot tell: whether the options fit together.</summary>
public static class OptionsCheck
{
    /// <summary>What is wrong with options for a data set, before anything is written; empty where all is well.</summary>
    /// <param name="options">How to train.</param>
    /// <param name="modelOptions">The network's options.</param>
    /// <param name="data">The clips.</param>
    public static IReadOnlyList<string> Mistakes(this TrainingOptions options, object modelOptions, DataSet data)
    {
        var takesFeatures = modelOptions is FrameModelOptions { Backbone: FrameModelOptions.None };
        if (data.Features is null)
        {
            return takesFeatures
                ? [$"--backbone is {FrameModelOptions.None}, so {options.Model} would take stored features, but the data is videos; give one of {string.Join(", ", ModelZoo.Backbones.Select(entry => entry.Name))}"]
                : [];
        }

        var mistakes = new List<string>();
        if (!takesFeatures)
        {
            mistakes.Add($"{data.Root} holds stored features, which {options.Model} does not take{(modelOptions is FrameModelOptions ? "" : " at all")}; use features_rnn or features_transformer, or cnnlstm, cnnrnn or tsn, with --backbone {FrameModelOptions.None}");
        }

        // What is done to pictures by default does nothing here and is no mistake.
        if (options.Cutmix > 0)
        {
            mistakes.Add("--cutmix cuts pixels, but the data is stored features; use --mixup");
        }

        if (options.Crops > 1)
        {
            mistakes.Add($"--crops is {options.Crops}, but the data is stored features, which have no pixels");
        }

        return mistakes;
    }

    /// <summary>What is wrong with options, before anything is opened or written; empty where all is well.</summary>
    /// <param name="options">How to train.</param>
    /// <param name="modelOptions">The network's options.</param>
    public static IReadOnlyList<string> Mistakes(this TrainingOptions options, object modelOptions)
    {
        var limits = ModelZoo.Find(options.Model).Limits(modelOptions);
        var mistakes = new List<string>();
        if (options.Frames < limits.Frames)
        {
            mistakes.Add($"--frames is {options.Frames}, but {options.Model} takes clips from {limits.Frames} frames up");
        }

        if (modelOptions is TsnOptions { Stack: var stack } && options.Frames % stack != 0 && options.Frames > stack)
        {
            mistakes.Add($"--frames is {options.Frames}, which does not divide into stacks of {stack} (--stack)");
        }

        if (Math.Min(options.Size.Height, options.Size.Width) < limits.Size)
        {
            mistakes.Add($"--size is {options.Size.Height} {options.Size.Width}, but {options.Model} takes frames from {limits.Size} by {limits.Size} up");
        }

        Try(() => options.ToPreprocessing(), "--resized");
        Try(() => options.ToPreprocessing().Geometry.Crops(options.Crops), "--crops");
        if (options.TemporalJitter > 0 && !options.ToTrainingSampler().IsRandom)
        {
            mistakes.Add($"--temporal-jitter is {options.TemporalJitter}, but --sampling {JsonNamingPolicy.KebabCaseLower.ConvertName(options.Sampling.ToString())} draws nothing at random; use random-stride or random-segments");
        }

        if (options.Cutmix > 0 && modelOptions is FrameModelOptions && options is { TrainableStages: 0, FeatureCopies: > 0 })
        {
            mistakes.Add("--cutmix cuts pixels, but features of a frozen backbone are kept instead; use --mixup, or --feature-copies 0");
        }

        if (options is { Colour: var colour, Filter: ScaleFilter.FFmpegBilinear } && colour.IsFlow())
        {
            mistakes.Add("--filter is ffmpeg-bilinear, which scales while a video is decoded, but flow is found at its full size and scaled then; use opencv-area, opencv-bilinear or pillow-bilinear");
        }

        if ((options.TrainableStages is not null || options.FreezeBackboneUntilEpoch > 0) && ModelZoo.Find(options.Model).CountStages(modelOptions) == 0)
        {
            mistakes.Add($"{(options.TrainableStages is null ? "--freeze-backbone-until-epoch" : "--trainable-stages")}: {options.Model} has no stages that can be frozen; take a network with a backbone or a 3D ResNet, or leave it out");
        }

        if (options.UnfreezeStageEpochs > 0 && options.FreezeBackboneUntilEpoch == 0)
        {
            mistakes.Add("--unfreeze-stage-epochs unfreezes stage by stage, but nothing is frozen at first; give --freeze-backbone-until-epoch too");
        }

        if (options.WarmupEpochs >= options.Epochs && options.WarmupEpochs > 0)
        {
            mistakes.Add($"--warmup-epochs is {options.WarmupEpochs}, but there are {options.Epochs} epochs; give fewer");
        }

        if (options.Scheduler == ScheduleKind.MultiStep && options.Milestones.Length == 0)
        {
            mistakes.Add("--scheduler is multi-step, which needs --milestones: the epochs after which the learning rate falls");
        }

        if (options is { InnerValidation: 0, Patience: > 0 })
        {
            mistakes.Add($"--patience is {options.Patience}, but with --inner-validation 0 no clips tell whether an epoch is better; give a fraction, or --patience 0");
        }

        if (options is { InnerValidation: 0, KeepBest: > 1 })
        {
            mistakes.Add($"--keep-best is {options.KeepBest}, but with --inner-validation 0 no clips tell whether an epoch is better; give a fraction, or --keep-best 1");
        }

        if (options.Precision == PrecisionKind.Float16 && options.Device == "cpu")
        {
            mistakes.Add("--precision float16 is for CUDA; on the processor take bfloat16, or mixed, which takes it where it is quick");
        }

        Try(() => options.ToAugmentations(), "--augment");
        Try(() => Device.Parse(options.Device), "--device");
        if (options.Pretrained is { } pretrained)
        {
            Try(() => PretrainedSource.Find(pretrained, CacheFolder.Weights), "--pretrained");
        }

        return mistakes;

        void Try(Action read, string flag)
        {
            try
            {
                read();
            }
            catch (Exception e) when (e is FormatException or ArgumentException or TorchException or ModelException)
            {
                mistakes.Add($"{flag}: {e.Message}");
            }
        }
    }
}
