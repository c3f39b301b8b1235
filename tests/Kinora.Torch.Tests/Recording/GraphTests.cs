using Kinora.Torch.Layers;
using Kinora.Torch.Recording;

namespace Kinora.Torch.Tests.Recording;

/// <summary>What a recording knows of the operators that were called.</summary>
public sealed class GraphTests : IDisposable
{
    private readonly long before = TensorScope.LiveTensors;
    private readonly TensorScope scope = new();
    private readonly Sequential nothing = [];

    public void Dispose()
    {
        scope.Dispose();
        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Operators_stand_in_order_with_all_their_arguments()
    {
        using var model = new Sequential(new Conv3d(3, 4, 3, stride: (1, 2, 2), bias: false), new BatchNorm3d(4));
        model.Eval();
        using var noGrad = Autograd.NoGrad();
        var input = Ops.Zeros([1, 3, 5, 9, 9]);
        var graph = Graph.Record(model, [input], () => model.Forward(input).Relu());

        Assert.Equal(["aten::conv3d", "aten::batch_norm", "aten::relu"], graph.Nodes.Select(node => node.Operator));
        var (convolution, norm, relu) = (graph.Nodes[0], graph.Nodes[1], graph.Nodes[2]);
        Assert.Equal(["input", "weight", "bias", "stride", "padding", "dilation", "groups"], convolution.Arguments.Select(argument => argument.Name));
        Assert.Same(graph.Inputs[0], convolution["input"]);
        Assert.Equal((GraphValueKind.Input, "input0"), (graph.Inputs[0].Kind, graph.Inputs[0].Name));
        Assert.Equal((GraphValueKind.Parameter, "0.weight"), (convolution.Tensor("weight").Kind, convolution.Tensor("weight").Name));
        Assert.Equal([4, 3, 3, 3, 3], convolution.Tensor("weight").Shape);
        Assert.Null(convolution["bias"]);
        Assert.Equal([1L, 2, 2], Assert.IsType<long[]>(convolution["stride"]));
        Assert.Equal(1L, convolution["groups"]);
        Assert.Equal([1, 4, 3, 4, 4], convolution.Results[0].Shape);
        Assert.Equal(DType.Float32, convolution.Results[0].DType);

        Assert.Same(convolution.Results[0], norm["input"]);
        Assert.Equal((GraphValueKind.Buffer, "1.running_mean"), (norm.Tensor("running_mean").Kind, norm.Tensor("running_mean").Name));
        Assert.Equal([false, 0.1, 1e-5], new[] { norm["training"], norm["momentum"], norm["eps"] });
        Assert.Same(norm.Results[0], relu["self"]);
        Assert.Same(relu.Results[0], graph.Output);
        Assert.Equal("aten::relu has no argument 'x'", Assert.Throws<ArgumentException>(() => relu["x"]).Message.Split(';')[0]);
    }

    [Fact]
    public void Arguments_of_every_kind_are_kept()
    {
        var input = Ops.Ones([2, 3]);
        var graph = Graph.Record(nothing, [input], () =>
        {
            var padded = input.Pad([1, 2], value: 0.5).To(DType.Float64);
            var (values, _) = Ops.Cat([padded, padded], dim: 1).Clamp(min: 1.5).Max(dim: 1);
            return values.Sum([], keepdim: true).Gelu("tanh");
        });
        Assert.Equal(["aten::pad", "aten::to", "aten::cat", "aten::clamp", "aten::max", "aten::sum", "aten::gelu"], graph.Nodes.Select(node => node.Operator));
        var (pad, to, cat, clamp, max, sum, gelu) = (graph.Nodes[0], graph.Nodes[1], graph.Nodes[2], graph.Nodes[3], graph.Nodes[4], graph.Nodes[5], graph.Nodes[6]);
        Assert.Equal([1L, 2], Assert.IsType<long[]>(pad["pad"]));
        Assert.Equal(("constant", 0.5), (pad["mode"], pad["value"]));
        Assert.Equal(((object?)(long)DType.Float64, null, false), (to["dtype"], to["device"], to["copy"]));
        Assert.Equal([to.Results[0], to.Results[0]], Assert.IsType<GraphValue[]>(cat["tensors"]));
        Assert.Equal(1L, cat["dim"]);
        Assert.Equal((1.5, null), ((double)clamp["min"]!, clamp["max"]));
        Assert.Equal(2, max.Results.Count);
        Assert.Equal(DType.Int64, max.Results[1].DType);
        Assert.Equal((null, true), (sum["dim"], sum["keepdim"]));
        Assert.Equal("tanh", gelu["approximate"]);
    }

    [Fact]
    public void A_recurrent_layer_names_its_weights_and_its_state_is_made_on_the_way()
    {
        using var lstm = new LSTM(3, 4, new() { Bidirectional = true });
        lstm.Eval();
        var input = Ops.Zeros([2, 5, 3]);
        var graph = Graph.Record(lstm, [input], () => lstm.Forward(input).Output);
        Assert.Equal(["aten::zeros", "aten::zeros", "aten::lstm"], graph.Nodes.Select(node => node.Operator));
        var node = graph.Nodes[2];
        Assert.Equal(lstm.NamedParameters().Select(parameter => parameter.Name), Assert.IsType<GraphValue[]>(node["params"]).Select(value => value.Name));
        Assert.Equal([graph.Nodes[0].Results[0], graph.Nodes[1].Results[0]], Assert.IsType<GraphValue[]>(node["hx"]));
        Assert.Equal([[2, 5, 8], [2, 2, 4], [2, 2, 4]], node.Results.Select(result => result.Shape));
        Assert.Equal([graph.Inputs[0], .. (GraphValue[])node["hx"]!, .. (GraphValue[])node["params"]!], node.Tensors);
    }

    [Fact]
    public void After_an_operator_in_place_the_tensor_is_another_value()
    {
        var input = Ops.Ones([2]);
        var graph = Graph.Record(nothing, [input], () =>
        {
            var sum = input + input;
            var other = sum * 2;
            sum.Relu_();
            input.Maximum(sum, @out: other);
            return sum + other;
        });
        var (sum, product, relu, maximum, last) = (graph.Nodes[0], graph.Nodes[1], graph.Nodes[2], graph.Nodes[3], graph.Nodes[4]);
        Assert.Equal(("aten::relu_", "aten::maximum"), (relu.Operator, maximum.Operator));
        Assert.Same(sum.Results[0], product["self"]);
        Assert.Same(sum.Results[0], relu["self"]);
        Assert.NotSame(sum.Results[0], relu.Results[0]);
        Assert.Same(product.Results[0], maximum["out"]);
        Assert.Equal([relu.Results[0], maximum.Results[0]], last.Tensors);
        Assert.NotSame(product.Results[0], maximum.Results[0]);
    }

    [Fact]
    public void A_write_through_a_view_is_a_new_value_of_the_view()
    {
        var input = Ops.Ones([2, 3]);
        var graph = Graph.Record(nothing, [input], () =>
        {
            var row = input.Select(0, 1);
            row.Add_(1);
            return row + input;
        });
        Assert.Equal(["aten::select", "aten::add_", "aten::add"], graph.Nodes.Select(node => node.Operator));
        Assert.Equal([graph.Nodes[1].Results[0], graph.Inputs[0]], graph.Output == graph.Nodes[2].Results[0] ? graph.Nodes[2].Tensors : []);
        Assert.Equal(1L, graph.Nodes[0]["index"]);
    }

    [Fact]
    public void What_an_operator_hands_on_is_the_same_value()
    {
        var input = Ops.Ones([2]);
        var graph = Graph.Record(nothing, [input], () => Ops.Dropout(Ops.Dropout(input, 0.5, train: false).Contiguous(), 0.5, train: true));
        Assert.Equal([graph.Inputs[0]], graph.Nodes[0].Results);
        Assert.Equal([graph.Inputs[0]], graph.Nodes[1].Results);
        Assert.Same(graph.Inputs[0], graph.Nodes[2]["input"]);
        Assert.NotSame(graph.Inputs[0], graph.Output);
    }

    [Fact]
    public void A_result_at_the_place_of_a_freed_one_is_another_value()
    {
        var input = Ops.Ones([2]);
        var places = new HashSet<nint>();
        var graph = Graph.Record(nothing, [input], () =>
        {
            for (var i = 0; i < 50; i++)
            {
                using var sum = input + 1;
                places.Add(sum.Handle);
            }

            return input * 2;
        });
        Assert.True(places.Count < 50, "no place came again, so nothing was tested");
        Assert.Equal(51, graph.Nodes.SelectMany(node => node.Results).Distinct().Count());
        Assert.Equal(51, graph.Nodes.SelectMany(node => node.Results).DistinctBy(result => result.Name).Count());
        Assert.All(graph.Nodes, node => Assert.Same(graph.Inputs[0], node["self"]));
    }

    [Fact]
    public void Numbers_from_memory_at_the_place_of_a_freed_result_are_a_constant()
    {
        var input = Ops.Ones([2]);
        var known = Tensor.From<float>([1, 2], 2);
        var came = false;
        var graph = Graph.Record(nothing, [input], () =>
        {
            for (var i = 0; i < 50 && !came; i++)
            {
                var sum = input + known;
                var place = sum.Handle;
                sum.Dispose();
                var made = Tensor.From<float>([3, 4, 5], 3);
                came = made.Handle == place;
                _ = made.Neg();
            }

            return input;
        });
        Assert.True(came, "no place came again, so nothing was tested");
        Assert.Equal("aten::neg", graph.Nodes[^1].Operator);
        Assert.Equal(GraphValueKind.Constant, graph.Nodes[^1].Tensor("self").Kind);
        Assert.Equal([3], graph.Nodes[^1].Tensor("self").Shape);
        Assert.Equal(GraphValueKind.Constant, graph.Nodes[0].Tensor("other").Kind);
        Assert.Same(graph.Inputs[0], graph.Output);
    }

    [Fact]
    public void Layers_that_free_what_lies_between_them_are_told_apart()
    {
        using var model = new Sequential(Enumerable.Range(0, 20).Select(_ => new Linear(3, 3)));
        var input = Ops.Ones([1, 3]);
        using var inference = Autograd.InferenceMode();
        var graph = Graph.Record(model, [input], () => model.Forward(input));
        var expected = graph.Inputs[0];
        for (var i = 0; i < 20; i++)
        {
            Assert.Same(expected, graph.Nodes[i]["input"]);
            Assert.Equal($"{i}.weight", graph.Nodes[i].Tensor("weight").Name);
            expected = graph.Nodes[i].Results[0];
        }

        Assert.Same(expected, graph.Output);
    }

    [Fact]
    public void A_failure_ends_the_recording_and_frees_what_was_made()
    {
        var input = Ops.Ones([2]);
        var live = TensorScope.LiveTensors;
        Assert.Throws<FormatException>(() => Graph.Record(nothing, [input], () => throw new FormatException((input + 1).ToString())));
        Assert.Throws<TorchException>(() => Graph.Record(nothing, [input], () => input + Ops.Ones([3])));
        Assert.Equal(live, TensorScope.LiveTensors);

        _ = input.Exp();
        var graph = Graph.Record(nothing, [input], () =>
        {
            Assert.Throws<TorchException>(() => input + Ops.Ones([3]));
            return input.Relu();
        });
        Assert.Equal(["aten::ones", "aten::relu"], graph.Nodes.Select(node => node.Operator));
        _ = input.Exp();
        Assert.Equal(2, graph.Nodes.Count);
    }

    [Fact]
    public void A_recording_inside_another_is_refused_and_the_outer_goes_on()
    {
        var input = Ops.Ones([2]);
        var graph = Graph.Record(nothing, [input], () =>
        {
            Assert.Throws<InvalidOperationException>(() => Graph.Record(nothing, [input], () => input.Exp()));
            return input.Relu();
        });
        Assert.Equal(["aten::relu"], graph.Nodes.Select(node => node.Operator));
    }

    [Fact]
    public void What_another_thread_does_meanwhile_is_not_recorded()
    {
        var input = Ops.Ones([2]);
        var graph = Graph.Record(nothing, [input], () =>
        {
            var thread = new Thread(() => input.Exp().Dispose());
            thread.Start();
            thread.Join();
            return input.Relu();
        });
        Assert.Equal(["aten::relu"], graph.Nodes.Select(node => node.Operator));
    }

    [Fact]
    public void A_recording_leaves_no_tensor()
    {
        using var model = new Sequential(new Linear(3, 4), new Linear(4, 2));
        var input = Ops.Ones([1, 3]);
        var live = TensorScope.LiveTensors;
        var graph = Graph.Record(model, [input], () => model.Forward(input));
        Assert.Equal(live, TensorScope.LiveTensors);
        Assert.Equal("%1 Float32 (1, 2)", graph.Output.ToString());
        Assert.Equal("%1 Float32 (1, 2) = aten::linear(%0 Float32 (1, 4), 1.weight Float32 (2, 4), 1.bias Float32 (2,))", graph.Nodes[1].ToString());
    }
}
