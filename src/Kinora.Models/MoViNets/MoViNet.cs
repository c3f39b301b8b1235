using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Torch;
using Kinora.Torch.Initializers;
using Kinora.Torch.Layers;

namespace Kinora.Models.MoViNets;

/// <summary>
/// MoViNet A0, A1 and A2 of Kondratyuk et al., "MoViNets: Mobile Video Networks for Efficient Video Recognition",
/// https://arxiv.org/abs/2103.11511. Base networks see clips whole, with 3-D convolutions. Stream networks are causal: no frame
/// sees a later one, and <see cref="MoViNetStream"/> takes a video frame by frame at the cost of one frame each. Pictures are
/// RGB in [0, 1], at 5 frames a second in the paper.
/// <para>
/// Parameters are named as in the public PyTorch weights, https://github.com/Atze00/MoViNet-pytorch, which are the authors' own
/// converted, base and stream: <c>modelA0_statedict_v3</c>, <c>modelA0_stream_statedict_v3</c> and so on. The authors trained with
/// TensorFlow's padding ("SAME", there <c>tf_like</c>), so that is how all six networks pad; there is no other kind to choose.
/// </para>
/// </summary>
public sealed class MoViNet : VideoModel
{
    // Padding makes up for whatever is missing.
    private static readonly InputLimits limits = new(Frames: 1, Size: 1);

    private readonly MoViNetConvolution conv1;
    private readonly BlockList blocks;
    private readonly MoViNetConvolution conv7;
    private readonly Classifier classifier;

    private MoViNet(MoViNetLayout layout, bool causal, MoViNetOptions options, int classes, int channels)
        : base(classes, channels, limits)
    {
        Func<MoViNetConvolutionShape, MoViNetConvolution> convolution =
            causal ? shape => new CausalConvolution(shape) : shape => new ClipConvolution(shape);
        IsCausal = causal;
        conv1 = Register("conv1", convolution(new(channels, layout.Stem, new(1, 3), Stride: 2)));
        blocks = Register("blocks", new BlockList(layout, causal, convolution));
        conv7 = Register("conv7", convolution(new(layout.Groups[^1].Channels, layout.Head, new(1, 1))));
        classifier = Register("classifier", new Classifier(layout, classes, options.Dropout, convolution));

        // The 3-D convolutions of base networks are drawn again; the 2-D ones of stream networks stay as they came.
        foreach (var weights in NamedModules().Select(module => module.Value).OfType<Conv3d>())
        {
            Initialize.KaimingNormal(weights.Weight, mode: FanMode.Out);
            if (weights.Bias is not null)
            {
                Initialize.Zeros(weights.Bias);
            }
        }
    }

    /// <summary>A0, base.</summary>
    public static ModelEntry A0 { get; } = Describe("A0", MoViNetLayout.A0, causal: false, size: 172);

    /// <summary>A1, base.</summary>
    public static ModelEntry A1 { get; } = Describe("A1", MoViNetLayout.A1, causal: false, size: 172);

    /// <summary>A2, base.</summary>
    public static ModelEntry A2 { get; } = Describe("A2", MoViNetLayout.A2, causal: false, size: 224);

    /// <summary>A0, stream.</summary>
    public static ModelEntry A0Stream { get; } = Describe("A0", MoViNetLayout.A0, causal: true, size: 172);

    /// <summary>A1, stream.</summary>
    public static ModelEntry A1Stream { get; } = Describe("A1", MoViNetLayout.A1, causal: true, size: 172);

    /// <summary>A2, stream.</summary>
    public static ModelEntry A2Stream { get; } = Describe("A2", MoViNetLayout.A2, causal: true, size: 224);

    /// <summary>Whether no frame sees a later one, as <see cref="MoViNetStream"/> needs it.</summary>
    public bool IsCausal { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Forward(input, stream: null);

    /// <summary>The logits after these frames.</summary>
    /// <param name="clips">(N, C, T, H, W).</param>
    /// <param name="stream">What came before them; null where nothing did.</param>
    internal Tensor Forward(Tensor clips, MoViNetStream? stream)
    {
        Check(clips);
        using var scope = new TensorScope();
        var n = clips.Shape[0];
        var x = Pictures.Of(clips);                             // (N·T, 3, H, W)
        x = conv1.Forward(x, n, stream);                        // (N·T, stem, H/2, W/2), here and below rounded up
        foreach (var block in blocks.All)
        {
            using var inner = new TensorScope();
            var next = inner.Return(block.Forward(x, n, stream));   // H/4, H/8, H/16, H/16, H/32 after the five groups
            x.Dispose();
            x = next;
        }

        x = conv7.Forward(x, n, stream);                        // (N·T, head, H/32, W/32)
        var means = x.Mean([2, 3]).Unflatten(0, [n, x.Shape[0] / n]);   // (N, T, head)
        var pooled = IsCausal
            ? Pictures.MeanSoFar(means, this, stream).Select(1, -1)
            : means.Mean([1]);                                  // (N, head)
        return scope.Return(classifier.Forward(pooled, n));     // (N, classes)
    }

    private static ModelEntry Describe(string label, MoViNetLayout layout, bool causal, int size) =>
        ModelEntry.Create(
            $"movinet_{label.ToLowerInvariant()}{(causal ? "_stream" : "")}",
            $"MoViNet {label}, {(causal ? "causal: takes a video frame by frame" : "3-D convolutions over whole clips")}",
            "https://arxiv.org/abs/2103.11511",
            new ModelInput(Frames: 50, Size: size, Classes: 600),
            "PyTorch",
            new MoViNetOptions(),
            _ => limits,
            (options, classes, channels) => new MoViNet(layout, causal, options, classes, channels));

    // The blocks under their names: b0_l0, then b1_l0, b1_l1, ...
    private sealed class BlockList : Module
    {
        public BlockList(MoViNetLayout layout, bool causal, Func<MoViNetConvolutionShape, MoViNetConvolution> convolution)
        {
            var inputs = layout.Stem;
            for (var i = 0; i < layout.Groups.Length; i++)
            {
                var (outputs, stride, inside) = layout.Groups[i];
                for (var j = 0; j < inside.Length; j++)
                {
                    All.Add(Register(
                        $"b{i}_l{j}",
                        new Bottleneck(inputs, outputs, inside[j].Inside, inside[j].Kernel, j == 0 ? stride : 1, causal, convolution)));
                    inputs = outputs;
                }
            }
        }

        public List<Bottleneck> All { get; } = [];
    }

    // Two fully connected layers, kept as convolutions of one pixel; their numbers count the layers without weights too.
    private sealed class Classifier : Module
    {
        private readonly MoViNetConvolution hidden;
        private readonly Dropout dropout;
        private readonly MoViNetConvolution last;

        public Classifier(MoViNetLayout layout, int classes, double drops, Func<MoViNetConvolutionShape, MoViNetConvolution> convolution)
        {
            hidden = Register("0", convolution(new(layout.Head, layout.Hidden, new(1, 1), Activates: false, Bias: true)));
            dropout = Register("2", new Dropout(drops));
            last = Register("3", convolution(new(layout.Hidden, classes, new(1, 1), Activates: false, Bias: true)));
        }

        // (N, head) becomes (N, classes).
        public Tensor Forward(Tensor x, long clips)
        {
            using var scope = new TensorScope();
            x = x.Unsqueeze(2).Unsqueeze(3);                    // (N, head, 1, 1)
            x = dropout.Forward(hidden.Forward(x, clips, stream: null).Silu());
            return scope.Return(last.Forward(x, clips, stream: null).Flatten(1));
        }
    }
}

/// <summary>What can be chosen about <see cref="MoViNet"/>.</summary>
public sealed record MoViNetOptions
{
    [Description("dropout before the last layer, as a fraction")]
    [Range(0.0, 0.95)]
    public double Dropout { get; init; } = 0.2;
}
