using System.Text.Json;
using Kinora.Models.Sizes;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Torch.Layers;
using Kinora.Torch.Recording;

namespace Kinora.Models.Tests.Sizes;

public sealed class LayerTableTests
{
    [Fact]
    public void Convolutions_linear_and_recurrent_layers_cost_what_hooks_in_PyTorch_count()
    {
        using var expected = JsonDocument.Parse(Places.Python(Path.Combine(Places.Repository, "tests/Kinora.Models.Tests/reference/multiply_adds.py")));
        using var clips = new Sequential(
            new Conv3d(3, 8, (3, 5, 5), stride: (1, 2, 2), padding: (1, 2, 2), bias: false),
            new BatchNorm3d(8),
            new ReLU(),
            new Conv3d(8, 8, 3, padding: 1, groups: 8),
            new Conv3d(8, 12, 1, groups: 4),
            new MaxPool3d(2),
            new Conv3d(12, 6, 3, dilation: (1, 2, 2)),
            new AdaptiveAvgPool3d(1),
            new Flatten(),
            new Linear(6, 5));
        using var frames = new Frames();
        Same(expected.RootElement[0], LayerTable.Of(clips, 1, 3, 6, 20, 20));
        Same(expected.RootElement[1], LayerTable.Of(frames, 1, 3, 4, 9, 9));

        static void Same(JsonElement expected, LayerTable table)
        {
            Assert.Equal(
                expected.EnumerateArray().Select(row => $"{row[0].GetString()} {string.Join(", ", row[1].EnumerateArray())}: {row[2]}, {row[3]}"),
                table.Rows.Where(row => row.MultiplyAdds > 0).Select(row => $"{row.Name} {string.Join(", ", row.Output!)}: {row.Parameters}, {row.MultiplyAdds}"));
            Assert.Equal(expected.EnumerateArray().Sum(row => row[3].GetInt64()), table.MultiplyAdds);
        }
    }

    [Fact]
    public void Every_layer_has_its_line_and_views_have_none()
    {
        using var frames = new Frames();
        var table = LayerTable.Of(frames, 1, 3, 4, 9, 9);
        Assert.Equal(
            ["conv Conv2d", "mean Mean", "lstm LSTM", "gru GRU", "head Linear"],
            table.Rows.Select(row => $"{row.Name} {row.Kind}"));
        Assert.Equal(frames.Parameters().Sum(parameter => parameter.ElementCount), table.Parameters);
        Assert.False(frames.Training);
    }

    [Fact]
    public void A_parameter_that_is_used_twice_or_in_parts_is_counted_once_and_one_not_used_at_the_end()
    {
        using var network = new Shared();
        var table = LayerTable.Of(network, 2, 4);
        Assert.Equal(
            [
                // Halves of one weight: (2, 4) x (4, 4) each.
                new("inner", "Linear", [2, 4], 4 * 8, 2 * 4 * 4),
                new("inner", "Linear", [2, 4], 0, 2 * 4 * 4),
                new("matmul", "Matmul", [2, 2], 0, 2 * 2 * 4),
                new("scale", "Mul", [2, 2], 1, 0),
                new("auxiliary", "Conv1d", null, 2 * 3, 0),
            ],
            table.Rows,
            (a, b) => a with { Output = null } == b with { Output = null } && (a.Output?.SequenceEqual(b.Output ?? []) ?? b.Output is null));
        Assert.Equal(32 + 1 + 6, table.Parameters);
    }

    [Fact]
    public void Products_of_matrices_cost_rows_times_columns_times_what_they_share()
    {
        using var scope = new TensorScope();
        using var nothing = new Sequential();
        var (a, b) = (Ops.Zeros([2, 3]), Ops.Zeros([3, 5]));
        var (many, others) = (Ops.Zeros([4, 2, 3]), Ops.Zeros([4, 3, 5]));
        long Cost(Func<Tensor> run) => LayerTable.Of(nothing, Graph.Record(nothing, [], run)).MultiplyAdds;

        Assert.Equal(30, Cost(() => a.Mm(b)));
        Assert.Equal(30, Cost(() => Ops.Zeros([2, 5]).Addmm(a, b)));
        Assert.Equal(120, Cost(() => many.Bmm(others)));
        Assert.Equal(120, Cost(() => many.Matmul(b)));
        Assert.Equal(120, Cost(() => Ops.Zeros([4, 2, 5]).Baddbmm(many, others)));
        Assert.Equal(15, Cost(() => b.T().Mv(Ops.Zeros([3]))));
        Assert.Equal(3, Cost(() => Ops.Zeros([3]).Dot(Ops.Zeros([3]))));

        // One input of 2 channels spread by a kernel of 3x3 over 5 channels, at 4 places.
        Assert.Equal(2 * 4 * 9 * 5, Cost(() => Ops.ConvTranspose2d(Ops.Zeros([1, 2, 2, 2]), Ops.Zeros([2, 5, 3, 3]))));
        Assert.Equal(2 * 4 * 5 * (3 + 5), Cost(() => Ops.LstmCell(a, [Ops.Zeros([2, 5]), Ops.Zeros([2, 5])], Ops.Zeros([20, 3]), Ops.Zeros([20, 5])).Item1));
        Assert.Throws<ModelException>(() => Cost(() => Ops.Einsum("ij,jk->ik", [a, b])));
    }

    [Fact]
    public void Sequences_with_padding_cost_their_own_steps()
    {
        using var scope = new TensorScope();
        using var lstm = new LSTM(3, 5);
        lstm.Eval();
        using var noGrad = Autograd.NoGrad();
        var input = Ops.Zeros([2, 4, 3]);
        var mask = Recurrent.MaskOf([4, 1], 4);
        var table = LayerTable.Of(lstm, Graph.Record(lstm, [input], () => lstm.Forward(input, mask: mask).Output));
        Assert.Equal((4 + 1) * 4 * 5 * (3 + 5), table.MultiplyAdds);
    }

    private sealed class Frames : Layer
    {
        private readonly Conv2d conv;
        private readonly LSTM lstm;
        private readonly GRU gru;
        private readonly Linear head;

        public Frames()
        {
            conv = Register("conv", new Conv2d(3, 4, 3, stride: 2));
            lstm = Register("lstm", new LSTM(4, 5, new() { Layers = 2, Bidirectional = true }));
            gru = Register("gru", new GRU(10, 3));
            head = Register("head", new Linear(3, 7, bias: false));
        }

        public override Tensor Forward(Tensor input)
        {
            var (n, c, t, h, w) = (input.Shape[0], input.Shape[1], input.Shape[2], input.Shape[3], input.Shape[4]);
            var x = input.Permute([0, 2, 1, 3, 4]).Reshape([n * t, c, h, w]);
            x = conv.Forward(x).Mean([2, 3]).Reshape([n, t, -1]);
            return head.Forward(gru.Forward(lstm.Forward(x).Output).Output);
        }
    }

    // The upper half of a weight, then the lower; a product without parameters; a parameter of its own; and one in reserve.
    private sealed class Shared : Layer
    {
        private readonly Linear inner;
        private readonly Tensor scale;

        public Shared()
        {
            scale = RegisterParameter("scale", Ops.Ones([1]));
            inner = Register("inner", new Linear(4, 8, bias: false));
            Register("auxiliary", new Conv1d(1, 2, 3, bias: false));
        }

        public override Tensor Forward(Tensor input)
        {
            var a = Ops.Linear(input, inner.Weight.Narrow(0, 0, 4));
            var b = Ops.Linear(input, inner.Weight.Narrow(0, 4, 4));
            return Ops.Dropout(a.Matmul(b.T()), 0.5, train: false).Mul_(scale);
        }
    }
}
