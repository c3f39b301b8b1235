using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Kinora.Training.Schedules;
using Kinora.Video;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Training;

/// <summary>
/// All that decides how a network is trained. The defaults are chosen for a small data set on two cores;
/// <c>recipes/</c> holds other people's settings.
/// </summary>
public sealed record TrainingOptions
{
    // ---- Data ----

    [Category("data")]
    [Description("layout of the data folder; found out by itself when not given")]
    public string? Format { get; init; }

    [Category("data")]
    [Description("how clips are divided: auto takes the data's own train and test lists, else keeps groups whole, else random")]
    public SplitKind Split { get; init; } = SplitKind.Auto;

    [Category("data")]
    [Description("which of the data's official splits, where it has several: UCF101 and HMDB51 have three")]
    [Range(1, 3)]
    public int OfficialSplit { get; init; } = 1;

    [Category("data")]
    [Description("fraction of the clips that are held out")]
    [Range(0.01, 0.9)]
    public double Validation { get; init; } = 0.2;

    [Category("data")]
    [Description("train on a stratified random subset of so many clips; 0 takes all")]
    [Range(0, int.MaxValue)]
    public int Subset { get; init; }

    [Category("data")]
    [Description("fraction of the training side, whole groups where known, that chooses the best epoch; 0 takes the last epoch; when not given: 0.2 with leave-one-group-out, else the held-out clips choose")]
    [Range(0.0, 0.5)]
    public double? InnerValidation { get; init; }

    [Category("data")]
    [Description("seed of everything random: split, weights, order, sampling, augmentation")]
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 42;

    // ---- Clip ----

    [Category("data")]
    [Description("frames of a clip")]
    [Range(1, 1024)]
    public int Frames { get; init; } = 16;

    [Category("data")]
    [Description("distance between two frames of a clip, in frames of the video")]
    [Range(1, 64)]
    public int Stride { get; init; } = 2;

    [Category("data")]
    [Description("which frames make a training clip; evaluation takes centred frames where training draws at random")]
    public SamplingKind Sampling { get; init; } = SamplingKind.RandomStride;

    [Category("data")]
    [Description("frames per second at which videos are taken before frames are chosen, so that stride means the same time in all; 0 takes every frame")]
    [Range(0.0, 1000.0)]
    public double FrameRate { get; init; }

    [Category("data")]
    [Description("what fills a clip where the video is too short: the last frame, masked so that networks through time pass over it; the last frame as it is; or the clip again in a loop")]
    public PaddingKind Padding { get; init; } = PaddingKind.Masked;

    [Category("data")]
    [Description("frames by which each frame of a training clip may move either way, drawn at random; with sampling at random only")]
    [Range(0, 64)]
    public int TemporalJitter { get; init; }

    [Category("data")]
    [Description("height and width of a frame, in pixels")]
    [Range(16, 1024)]
    public FrameSize Size { get; init; } = new(64, 64);

    [Category("data")]
    [Description("how a frame becomes that size: squash, short-side or exact (scaled, then centre crop), or centre-square")]
    public GeometryKind Geometry { get; init; } = GeometryKind.Squash;

    [Category("data")]
    [Description("height and width that short-side (whose short side is the smaller of them) and exact scale to before the crop; 8/7 of the size when not given")]
    [Range(16, 2048)]
    public FrameSize? Resized { get; init; }

    [Category("data")]
    [Description("filter that scales frames, named by the program it equals")]
    public ScaleFilter Filter { get; init; } = ScaleFilter.OpenCvArea;

    [Category("data")]
    [Description("colours, gray as OpenCV or Pillow makes it, or optical flow from each frame to the next, bounded to 20 pixels, in two channels")]
    public FrameColour Colour { get; init; } = FrameColour.Rgb;

    [Category("data")]
    [Description("mean of each channel, subtracted, in units of [0, 1]; of flow the first two, 0.5 when not given")]
    [Length(3, 3)]
    [Range(0.0, 1.0)]
    public double[] Mean { get; init; } = [0.485, 0.456, 0.406];

    [Category("data")]
    [Description("standard deviation of each channel, divides, in units of [0, 1]; of flow the first two, 0.226 when not given")]
    [Length(3, 3)]
    [Range(0.001, 1.0)]
    public double[] Std { get; init; } = [0.229, 0.224, 0.225];

    [Category("data")]
    [Description("clips of each video whose probabilities are averaged when the finished model is evaluated")]
    [Range(1, 100)]
    public int Views { get; init; } = 4;

    [Category("data")]
    [Description("crops of each of these clips, averaged as well: 1, 3 (middle and both ends of the long side) or 10 (corners, middle, and these mirrored); 3 and 10 with short-side or exact")]
    [AllowedValues(1, 3, 10)]
    public int Crops { get; init; } = 1;

    [Category("data")]
    [Description("changes drawn anew for every training clip, the same for all its frames; none for none, no flip where left and right matter")]
    public string Augment { get; init; } = "flip 0.5, resized-crop area 0.7..1 ratio 0.8..1.25, colour brightness 0.2 contrast 0.2";

    [Category("data")]
    [Description("classes whose clips are never flipped, because left and right matter")]
    public IReadOnlyList<string> NoFlip { get; init; } = [];

    [Category("data")]
    [Description("alpha of MixUp, which adds up two clips of a batch and their labels; 0 for none")]
    [Range(0.0, 10.0)]
    public double Mixup { get; init; }

    [Category("data")]
    [Description("alpha of CutMix, which puts a part of one clip over another; with mixup, each batch draws one of the two; 0 for none")]
    [Range(0.0, 10.0)]
    public double Cutmix { get; init; }

    // ---- Model and optimisation ----

    [Category("model")]
    [Description("network; 'kinora models' lists them")]
    public string Model { get; init; } = "video3dcnn_s";

    [Category("model")]
    [Description("how many of the network's last stages are trained beside its head: of the backbone, or of a 3D ResNet; 0 freezes all of them; all when not given")]
    [Range(0, 32)]
    public int? TrainableStages { get; init; }

    [Category("model")]
    [Description("batch norm keeps the statistics it has, in trained stages too; in frozen ones it always does")]
    public bool FreezeBatchNorm { get; init; }

    [Category("model")]
    [Description("augmented copies of each clip whose features are kept where the backbone is frozen, so that it looks at each once; 0 keeps none and draws anew every epoch")]
    [Range(0, 1000)]
    public int FeatureCopies { get; init; } = 4;

    [Category("model")]
    [Display(Prompt = "FILE|NAME")]
    [Description("weights to begin with: a file (.pth, .safetensors, .kinora), or a name that 'kinora weights' lists; frame size, scaling, mean, deviation and frames that you do not give come from them where known")]
    public string? Pretrained { get; init; }

    [Description("times that every training clip is seen")]
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 80;

    [Description("clips in a step")]
    [Range(1, 4096)]
    public int BatchSize { get; init; } = 4;

    [Description("optimizer, by PyTorch's rules")]
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    [Description("learning rate of the first epoch")]
    [Range(1e-8, 10.0)]
    public double LearningRate { get; init; } = 1e-3;

    [Description("weight decay (L2; decoupled with adamw)")]
    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; } = 1e-4;

    [Description("momentum of sgd and rmsprop")]
    [Range(0.0, 0.9999)]
    public double Momentum { get; init; } = 0.9;

    [Description("batches whose gradients are added up before the weights are moved")]
    [Range(1, 4096)]
    public int Accumulate { get; init; } = 1;

    [Description("largest norm of all gradients together, larger ones are scaled down to it; 0 for no limit")]
    [Range(0.0, 1e6)]
    public double ClipNorm { get; init; }

    [Description("decay of an exponential moving average of the weights, which is then what is validated and kept; 0 for none")]
    [Range(0.0, 0.99999)]
    public double EmaDecay { get; init; }

    [Description("numbers that networks compute with: float32; bfloat16 or float16 where they are safe; mixed takes what the device is quick with, which may be float32")]
    public PrecisionKind Precision { get; init; } = PrecisionKind.Float32;

    [Description("how the learning rate changes from epoch to epoch")]
    public ScheduleKind Scheduler { get; init; } = ScheduleKind.Cosine;

    [Description("epochs until the cosine reaches zero; 0 takes all epochs after the warm-up")]
    [Range(0, 100_000)]
    public int TMax { get; init; }

    [Description("epochs, counted from the start, after which multi-step multiplies the learning rate by gamma")]
    [Range(1, 100_000)]
    public int[] Milestones { get; init; } = [];

    [Description("what multi-step and plateau multiply the learning rate by")]
    [Range(1e-6, 1.0)]
    public double Gamma { get; init; } = 0.1;

    [Description("epochs without a lower validation loss that plateau waits for")]
    [Range(0, 100_000)]
    public int PlateauPatience { get; init; } = 10;

    [Description("epochs over which the learning rate rises to its value, step by step")]
    [Range(0, 100_000)]
    public int WarmupEpochs { get; init; }

    [Description("share of the learning rate that the warm-up begins with")]
    [Range(0.0, 1.0)]
    public double WarmupFactor { get; init; } = 0.01;

    [Description("epochs for which the backbone stays as it is, and the rest learns alone")]
    [Range(0, 100_000)]
    public int FreezeBackboneUntilEpoch { get; init; }

    [Description("epochs from the unfreezing of one stage of the backbone to that of the one before it, beginning with the last; 0 unfreezes all at once")]
    [Range(0, 100_000)]
    public int UnfreezeStageEpochs { get; init; }

    [Description("share of the target spread over the other classes")]
    [Range(0.0, 0.9)]
    public double LabelSmoothing { get; init; }

    [Description("weigh classes by the inverse of their number of clips")]
    public bool ClassWeights { get; init; }

    [Description("draw the clips of an epoch so that every class is seen as often, those of small classes more than once")]
    public bool BalancedSampling { get; init; }

    [Description("epochs without a better validation after which training ends; 0 for never")]
    [Range(0, 100_000)]
    public int Patience { get; init; }

    [Description("what makes an epoch the best on the validation clips")]
    public SelectionMetric BestBy { get; init; } = SelectionMetric.Top1;

    [Description("how many of the best checkpoints are kept: best.kinora, best-2.kinora and so on")]
    [Range(1, 100)]
    public int KeepBest { get; init; } = 1;

    // ---- Machine and records ----

    [Category("run")]
    [Description("where to compute: cpu, cuda, cuda:1, ...")]
    public string Device { get; init; } = "cpu";

    [Category("run")]
    [Description("threads of the numeric library; 0 takes every core")]
    [Range(0, 1024)]
    public int Threads { get; init; }

    [Category("run")]
    [Description("threads that decode videos; 0 takes every core")]
    [Range(0, 1024)]
    public int Workers { get; init; }

    [Category("run")]
    [Description("memory for decoded frames, in MiB; what does not fit is decoded again every epoch")]
    [Range(0, 1_000_000)]
    public int CacheMb { get; init; } = 2048;

    [Category("run")]
    [Description("room on disk for decoded frames and what frozen backbones see in them, in MiB, shared by all runs; what was not used for longest goes first; 0 keeps none")]
    [Range(0, 100_000_000)]
    public int DiskCacheMb { get; init; } = 4096;

    [Category("run")]
    [Display(Prompt = "2h")]
    [Description("time after which training ends and what was learned by then is measured: 90s, 30m, 2h; folds share what is left")]
    public TimeSpan? Time { get; init; }

    [Category("run")]
    [Description("minutes between two saves within an epoch; a run that is cut off goes on from the last one, or from the end of the last epoch")]
    [Range(1, 10_000)]
    public int SaveMinutes { get; init; } = 10;

    [Category("run")]
    [Description("folder of the runs")]
    public string Runs { get; init; } = "runs";

    [Category("run")]
    [Description("name of this run; date and time when not given")]
    public string? Name { get; init; }
}

/// <summary>How clips are divided into those that train and those that are held out.</summary>
public enum SplitKind
{
    /// <summary>The data's own lists if it has them, else by group if groups are known, else random.</summary>
    Auto,

    /// <summary>The data's own lists.</summary>
    Official,

    /// <summary>Random and stratified; leaks if clips share a person or a source.</summary>
    Random,

    /// <summary>Random, stratified, no group on both sides.</summary>
    Group,

    /// <summary>One fold per group, which trains on all others.</summary>
    LeaveOneGroupOut,
}

/// <summary>How a frame becomes a picture of the wanted size.</summary>
public enum GeometryKind
{
    /// <summary>Scaled to height and width, whatever its shape.</summary>
    Squash,

    /// <summary>Short side scaled, to 8/7 of the larger of height and width (256 for 224) if nothing else is said, then the centre cut out.</summary>
    ShortSide,

    /// <summary>The largest square around the centre, scaled.</summary>
    CentreSquare,

    /// <summary>Scaled to one height and width, whatever its shape, then the centre cut out.</summary>
    Exact,
}

/// <summary>Which rule moves the weights.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,

    /// <summary>Kingma and Ba, https://arxiv.org/abs/1412.6980.</summary>
    Adam,

    /// <summary>Loshchilov and Hutter, https://arxiv.org/abs/1711.05101.</summary>
    [JsonStringEnumMemberName("adamw")]
    AdamW,

    /// <summary>Tieleman and Hinton's running average of squares.</summary>
    [JsonStringEnumMemberName("rmsprop")]
    RmsProp,
}

/// <summary>Which numbers a network computes with; weights and their updates are float32 always.</summary>
public enum PrecisionKind
{
    /// <summary>Single precision throughout.</summary>
    Float32,

    /// <summary>float16 on CUDA, bfloat16 on processors that have instructions for it, float32 on the others.</summary>
    Mixed,

    /// <summary>bfloat16 in convolutions and products of matrices, by autocast's rules.</summary>
    Bfloat16,

    /// <summary>float16 in the same places, with the loss scaled; CUDA only.</summary>
    Float16,
}

/// <summary>What makes one epoch better than another.</summary>
public enum SelectionMetric
{
    /// <summary>Share of clips predicted right; of equal ones the lower loss.</summary>
    [JsonStringEnumMemberName("top1")]
    Top1,

    /// <summary>Share of clips whose class is among the five likeliest; of equal ones the lower loss.</summary>
    [JsonStringEnumMemberName("top5")]
    Top5,

    /// <summary>Mean over classes of the share predicted right; of equal ones the lower loss.</summary>
    MeanClassAccuracy,

    /// <summary>Mean over classes of F1; of equal ones the lower loss.</summary>
    MacroF1,

    /// <summary>Mean negative logarithm of the probability given to the right class.</summary>
    Loss,
}
