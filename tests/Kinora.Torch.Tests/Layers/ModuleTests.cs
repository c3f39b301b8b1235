using Kinora.Torch.Layers;
using Kinora.Torch.Serialization;

namespace Kinora.Torch.Tests.Layers;

[Collection(nameof(LayerReference))]
public sealed class ModuleTests(LayerReference reference)
{
    [Fact]
    public void Names_and_their_order_equal_those_of_PyTorch()
    {
        using var block = new Block();
        Assert.Equal(reference.Below("block/state/"), block.StateDict().Keys);
        Assert.Equal(reference.Below("block/parameters/"), block.NamedParameters().Select(parameter => parameter.Name));
        Assert.Equal(reference.Below("block/buffers/"), block.NamedBuffers().Select(buffer => buffer.Name));
    }

    [Fact]
    public void A_module_owns_its_tensors_and_frees_them()
    {
        var before = TensorScope.LiveTensors;
        Block block;
        using (new TensorScope())
        {
            block = new Block();
        }

        Assert.Equal(before + block.StateDict().Count, TensorScope.LiveTensors);
        block.Dispose();
        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void A_state_dict_travels_through_a_file()
    {
        using var folder = Kinora.Tests.Places.Temporary();
        using var scope = new TensorScope();
        using var first = new Block();
        using var second = new Block();
        first.Scale.Detach().Fill_(3);
        SafeTensors.Save(folder.File("a"), first.StateDict());
        second.LoadStateDict(SafeTensors.Load(folder.File("a")).Tensors);
        Assert.All(first.StateDict(), item => Assert.Equal(item.Value.ToBytes(), second.StateDict()[item.Key].ToBytes()));
        Assert.Equal([3f, 3f, 3f, 3f], second.Scale.ToArray<float>());
        Assert.True(second.Scale.RequiresGrad);
    }

    [Fact]
    public void Weights_that_do_not_fit_are_listed_and_nothing_is_copied()
    {
        using var scope = new TensorScope();
        using var block = new Block();
        var state = new OrderedDictionary<string, Tensor>(block.StateDict()) { ["other"] = Ops.Ones([1]) };
        state.Remove("shift");
        state["scale"] = Ops.Zeros([4]);
        state["layers.0.weight"] = Ops.Zeros([4, 3]);
        state["steps"] = Ops.Zeros([], dtype: DType.Int64);
        Assert.Equal(
            "these weights do not fit Block: missing: shift; unexpected: other; of another shape: steps () where (2,) is expected, layers.0.weight (4, 3) where (4, 3, 1, 1, 1) is expected",
            Assert.Throws<WeightsException>(() => block.LoadStateDict(state)).Message);
        Assert.Equal([1f, 1f, 1f, 1f], block.Scale.ToArray<float>());
        Assert.Equal(
            "these weights do not fit Block: missing: scale, shift, steps, norm.weight, norm.bias and 27 more",
            Assert.Throws<WeightsException>(() => block.LoadStateDict(new Dictionary<string, Tensor>())).Message);
    }

    [Fact]
    public void Conversion_keeps_the_tensors_their_gradients_and_whole_numbers()
    {
        var before = TensorScope.LiveTensors;
        using (new TensorScope())
        {
            using var block = new Block();
            (block.Scale * 2.0).Sum().Backward();
            var parameters = block.Parameters().ToArray();
            block.To(DType.Float64);
            Assert.Equal(parameters, block.Parameters());
            Assert.All(block.NamedParameters(), parameter => Assert.Equal((DType.Float64, true), (parameter.Value.DType, parameter.Value.RequiresGrad)));
            Assert.Equal([2.0, 2.0, 2.0, 2.0], block.Scale.Grad!.ToArray<double>());
            Assert.Equal(DType.Int64, block.StateDict()["steps"].DType);
            Assert.Equal(DType.Int64, block.StateDict()["norm.num_batches_tracked"].DType);
            Assert.Equal(DType.Float64, block.StateDict()["norm.running_mean"].DType);
            block.ZeroGrad();
            Assert.Null(block.Scale.Grad);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Modes_reach_all_modules_inside()
    {
        using var block = new Block();
        Assert.All(block.NamedModules(), module => Assert.True(module.Value.Training));
        block.Eval();
        Assert.All(block.NamedModules(), module => Assert.False(module.Value.Training));
        block.Train();
        Assert.All(block.NamedModules(), module => Assert.True(module.Value.Training));
        Assert.Equal(["", "norm", "layers", "layers.0", "layers.1", "layers.2", "layers.2.inner", "layers.2.fc", "rnn"], block.NamedModules().Select(module => module.Name));
    }

    [Fact]
    public void A_frozen_batch_norm_keeps_its_statistics_in_training()
    {
        using var scope = new TensorScope();
        using var norm = new BatchNorm3d(2) { Frozen = true };
        norm.RequiresGrad(false);
        var input = Ops.Randn([2, 2, 2, 3, 3]);
        var output = norm.Forward(input);
        norm.Eval();
        Assert.Equal(norm.Forward(input).ToBytes(), output.ToBytes());
        Assert.False(output.RequiresGrad);
        Assert.Equal(0, norm.BatchesTracked!.Item());
        Assert.Equal([0f, 0f], norm.RunningMean!.ToArray<float>());
        norm.Train();
        norm.Frozen = false;
        Assert.NotEqual(output.ToBytes(), norm.Forward(input).ToBytes());
        Assert.Equal(1, norm.BatchesTracked.Item());
    }

    [Fact]
    public void Sequential_frees_what_lies_between_its_layers()
    {
        using var scope = new TensorScope();
        using var layers = new Sequential(new Linear(3, 4), new Identity(), new ReLU(inPlace: true), new Identity(), new Linear(4, 2), new Sequential());
        var input = Ops.Randn([5, 3]);
        var before = TensorScope.LiveTensors;
        using var noGrad = Autograd.NoGrad();
        var output = layers.Forward(input);
        Assert.Equal(before + 1, TensorScope.LiveTensors);
        Assert.Equal([5, 2], output.Shape);
        Assert.Equal([5, 3], input.Shape);
        Assert.Equal(6, layers.Count);
        Assert.IsType<ReLU>(layers[2]);
        Assert.Same(input, layers[5].Forward(input));
    }

    [Fact]
    public void Names_are_given_once_and_without_dots()
    {
        Assert.StartsWith("Sequential already has a part named 'a'", Assert.Throws<ArgumentException>(() => new Sequential(("a", new Identity()), ("a", new Identity()))).Message, StringComparison.Ordinal);
        Assert.StartsWith("'a.b' cannot name a part of Sequential", Assert.Throws<ArgumentException>(() => new Sequential(("a.b", new Identity()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_inputs_are_one_clear_line()
    {
        using var scope = new TensorScope();
        using var norm = new BatchNorm3d(2);
        using var lstm = new LSTM(3, 4);
        using var gru = new GRU(3, 4, new() { BatchFirst = false });
        var sequences = Ops.Zeros([2, 5, 3]);
        Expect("BatchNorm3d takes (N, C, T, H, W), found shape (2, 2)", () => norm.Forward(Ops.Zeros([2, 2])));
        Expect("BatchNorm3d in training mode needs more than one value per channel, found shape (1, 2, 1, 1, 1)", () => norm.Forward(Ops.Zeros([1, 2, 1, 1, 1])));
        Expect("LSTM takes (N, T, 3), found shape (2, 5, 4)", () => lstm.Forward(Ops.Zeros([2, 5, 4])));
        Expect("GRU takes (T, N, 3), found shape (2, 3)", () => gru.Forward(Ops.Zeros([2, 3])));
        Expect("LSTM takes an initial state of shape (1, 2, 4), found (1, 5, 4)", () => lstm.Forward(sequences, new LSTMState(Ops.Zeros([1, 2, 4]), Ops.Zeros([1, 5, 4]))));
        Expect("a mask is of truth values and shape (N, T), here (2, 5); found Float32 (2, 5)", () => lstm.Forward(sequences, mask: Ops.Zeros([2, 5])));
        Expect("a mask is of truth values and shape (N, T), here (5, 2); found Bool (2, 5)", () => gru.Forward(sequences, mask: Ops.Zeros([2, 5], dtype: DType.Bool)));
        Expect("the mask leaves no step of sequence 0", () => lstm.Forward(sequences, mask: Ops.Zeros([2, 5], dtype: DType.Bool)));
        Expect("Dropout3d takes (N, C, T, H, W) or (C, T, H, W), found shape (2, 5, 3)", () => new Dropout3d().Forward(sequences));
        Expect("the probability of being dropped lies between 0 and 1", () => new Dropout(1.5));
        Expect("Conv1d: 4 channels in and 6 out cannot be divided into 4 groups", () => new Conv1d(4, 6, 3, groups: 4));
        Expect("label smoothing lies between 0 and 1", () => new CrossEntropyLoss(labelSmoothing: 2));

        static void Expect(string message, Action action) =>
            Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_make_a_mask()
    {
        using var mask = Recurrent.MaskOf([2, 0, 3], 3);
        Assert.Equal([3, 3], mask.Shape);
        Assert.Equal([true, true, false, false, false, false, true, true, true], mask.ToArray<bool>());
        Assert.Throws<ArgumentOutOfRangeException>(() => Recurrent.MaskOf([4], 3));
    }

    [Fact]
    public void Masked_steps_change_nothing()
    {
        using var scope = new TensorScope();
        using var noGrad = Autograd.NoGrad();
        using var lstm = new LSTM(3, 4, new() { Layers = 2, Bidirectional = true });
        var mask = Tensor.From([true, true, false, true, false, true, true, false, false, false], 2, 5);
        var input = Ops.Randn([2, 5, 3]);
        var (output, state) = lstm.Forward(input, mask: mask);
        var hidden = mask.LogicalNot().Unsqueeze(2);
        var (otherOutput, otherState) = lstm.Forward(input.MaskedFill(hidden, 1e6), mask: mask);
        Assert.Equal(output.ToBytes(), otherOutput.ToBytes());
        Assert.Equal(state.Hidden.ToBytes(), otherState.Hidden.ToBytes());
        Assert.Equal(state.Cell.ToBytes(), otherState.Cell.ToBytes());
        Assert.Equal(0, output.MaskedSelect(hidden).Abs().Max().Item());
    }

    /// <summary>Parts in an order of their own, as reference/layers.py has them.</summary>
    private sealed class Block : Module
    {
        public Block()
        {
            Register("norm", new BatchNorm3d(4));
            Scale = RegisterParameter("scale", Ops.Ones([4]));
            RegisterBuffer("steps", Ops.Zeros([2], dtype: DType.Int64));
            Register("layers", new Sequential(new Conv3d(3, 4, 1, bias: false), new ReLU(), new Sequential(("inner", new BatchNorm3d(4)), ("fc", new Linear(4, 2)))));
            Register("rnn", new LSTM(4, 2, new() { Layers = 2, Bidirectional = true }));
            RegisterParameter("shift", Ops.Zeros([4]));
        }

        public Tensor Scale { get; }
    }
}
