using System.Globalization;
using Kinora.Models.MoViNets;
using Kinora.Torch;
using Kinora.Torch.Initializers;

namespace Kinora.Models.Tests.MoViNets;

/// <summary>
/// MoViNets against the same networks in plain PyTorch (reference/movinet.py). Ours do the same sums in another order, so only
/// initial weights have equal bits.
/// </summary>
public sealed class MoViNetTests
{
    public static TheoryData<string, long[], bool> Networks => new()
    {
        // Odd and even sizes on the way down, also beside each other; fewer frames than a kernel sees; one frame.
        { "movinet_a0", [2, 3, 4, 48, 37], true },
        { "movinet_a0_stream", [2, 3, 4, 48, 37], true },
        { "movinet_a1", [1, 3, 1, 40, 40], false },
        { "movinet_a1_stream", [1, 3, 1, 40, 40], false },
        { "movinet_a2", [1, 3, 6, 32, 32], false },
        { "movinet_a2_stream", [1, 3, 6, 32, 32], false },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Initial_weights_equal_those_of_PyTorch_bit_for_bit_and_logits_and_gradients_to_1e_8(string name, long[] shape, bool train) =>
        Compare(name, shape, train, DType.Float64, 1e-8);

    [Theory]
    [InlineData("movinet_a0")]
    [InlineData("movinet_a0_stream")]
    public void Logits_in_single_precision_are_those_of_PyTorch(string name) =>
        Compare(name, [2, 3, 6, 64, 64], train: false, DType.Float32, 1e-5);

    [Theory]
    [InlineData("movinet_a0")]
    [InlineData("movinet_a0_stream")]
    public void Gradients_in_single_precision_are_those_of_PyTorch(string name) =>
        // PyTorch's own differ from those in double precision by up to 1.2e-4: sixteen blocks of batch norm over few numbers.
        Compare(name, [2, 3, 6, 64, 64], train: true, DType.Float32, 1e-3);

    [Theory]
    [InlineData("movinet_a0", 600, 3_111_799, 385)]
    [InlineData("movinet_a1", 600, 4_690_296, 592)]
    [InlineData("movinet_a2", 600, 5_249_562, 638)]
    [InlineData("movinet_a0_stream", 600, 3_748_031, 451)]
    [InlineData("movinet_a1_stream", 600, 6_447_352, 694)]
    [InlineData("movinet_a2_stream", 600, 7_326_962, 752)]
    [InlineData("movinet_a0_stream", 7, 2_532_974, 451)]
    public void Has_the_parameters_of_the_public_networks_and_blocks_begin_with_no_share(string name, int classes, long parameters, int tensors)
    {
        using var model = ModelZoo.Find(name).Build(classes);
        Assert.Equal(parameters, model.Parameters().Sum(parameter => parameter.ElementCount));
        Assert.Equal(tensors, model.StateDict().Count);
        Assert.All(Shares(model), share => Assert.Equal(0, share.Item()));
    }

    [Theory]
    [InlineData("movinet_a0")]
    [InlineData("movinet_a0_stream")]
    public void Takes_one_pixel_and_refuses_what_is_no_clip(string name)
    {
        using var scope = new TensorScope();
        using var model = Build(name);
        model.Eval();
        Assert.Equal([2, 5], model.Forward(Ops.Ones([2, 3, 1, 1, 1])).Shape);
        Assert.Throws<ModelException>(() => model.Forward(Ops.Ones([3, 8, 32, 32])));
        Assert.Throws<ModelException>(() => model.Forward(Ops.Ones([1, 4, 8, 32, 32])));
    }

    /// <summary>
    /// A network of five classes that shows what is in it. As they start, blocks have a share of nothing, and batch norms add
    /// nothing, which makes means zero but for rounding. What the last batch norms of a block add, all behind them take away:
    /// the gradients of those biases are rounding too, so they get none.
    /// </summary>
    internal static MoViNet Build(string name)
    {
        var model = (MoViNet)ModelZoo.Find(name).Build(classes: 5);
        foreach (var (i, share) in Shares(model).Index())
        {
            Initialize.Constant(share, 0.5 + i / 64.0);
        }

        foreach (var (key, bias) in model.NamedParameters().Where(parameter => parameter.Name.EndsWith("norm.bias", StringComparison.Ordinal)))
        {
            Initialize.Constant(bias, 0.25);
            bias.RequiresGrad = !(key.EndsWith("project.conv_1.norm.bias", StringComparison.Ordinal) || key.EndsWith("res.1.conv_1.norm.bias", StringComparison.Ordinal));
        }

        return model;
    }

    private static IEnumerable<Tensor> Shares(VideoModel model) =>
        model.NamedParameters().Where(parameter => parameter.Name.EndsWith(".alpha", StringComparison.Ordinal)).Select(parameter => parameter.Value);

    private static void Compare(string name, long[] shape, bool train, DType dtype, double tolerance) =>
        PythonNetwork.AssertSame(
            "movinet.py",
            [name, "5", train ? "train" : "eval", .. shape.Select(size => size.ToString(CultureInfo.InvariantCulture))],
            () => Build(name),
            shape,
            dtype,
            tolerance,
            train: train);
}
