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
    [Description("colours, or gray as OpenCV or Pillow makes it")]
    public FrameColour Colour { get; init; } = FrameColour.Rgb;

    [Category("data")]
    [Description("mean of each channel, subtracted, in units of [0, 1]")]
    [Length(3, 3)]
    [Range(0.0, 1.0)]
    public double[] Mean { get; init; } = [0.485, 0.456, 0.406];

    [Category("data")]
    [Description("standard deviation of each channel, divides, in units of [0, 1]")]
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

    [Description("how the learning rate changes from epoch to epoch")]
    public ScheduleKind Scheduler { get; init; } = ScheduleKind.Cosine;

    [Description("epochs until the cosine reaches zero; 0 takes all epochs")]
    [Range(0, 100_000)]
    public int TMax { get; init; }

    [Description("share of the target spread over the other classes")]
    [Range(0.0, 0.9)]
    public double LabelSmoothing { get; init; }

    [Description("weigh classes by the inverse of their number of clips")]
    public bool ClassWeights { get; init; }

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
    [Description("room on disk for decoded frames, in MiB, shared by all runs; what was not used for longest goes first; 0 keeps none")]
    [Range(0, 100_000_000)]
    public int DiskCacheMb { get; init; } = 4096;

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
