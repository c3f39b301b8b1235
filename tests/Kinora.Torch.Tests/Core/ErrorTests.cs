using System.Text;
using Kinora.Torch.Binding;

namespace Kinora.Torch.Tests.Core;

/// <summary>What is said when something is wrong: one line, with operator and shapes.</summary>
public sealed class ErrorTests : IDisposable
{
    private readonly TensorScope scope = new();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Operator_shapes_and_message_are_in_one_line()
    {
        Assert.Equal(
            "aten::conv3d(input=Float[1, 3, 8, 8, 8], weight=Float[4, 2, 3, 3, 3], bias=None, stride=[1, 1, 1], padding=[1, 1, 1], dilation=[1, 1, 1], groups=1): "
                + "Given groups=1, weight of size [4, 2, 3, 3, 3], expected input[1, 3, 8, 8, 8] to have 2 channels, but got 3 channels instead",
            Message(() => Ops.Conv3d(Ops.Ones([1, 3, 8, 8, 8]), Ops.Ones([4, 2, 3, 3, 3]), null, [1, 1, 1], [1, 1, 1])));
        Assert.Equal(
            "aten::add.Tensor(self=Float[2, 3], other=Long[4], alpha=1): The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1",
            Message(() => Ops.Ones([2, 3]) + Ops.Arange(4)));
        Assert.Equal(
            "aten::cat(tensors=[Float[2, 3], Float[2, 4]], dim=0): Sizes of tensors must match except in dimension 0. Expected size 3 but got size 4 for tensor number 1 in the list.",
            Message(() => Ops.Cat([Ops.Ones([2, 3]), Ops.Ones([2, 4])])));
    }

    [Fact]
    public void An_error_with_line_breaks_comes_without()
    {
        // No build of libtorch for the CPU has this kernel; its message is a list of all that have one.
        Assert.SkipWhen(TorchRuntime.HasCuda, "there is a CUDA device");
        var message = Message(() => Ops.Ones([1]).To(Device.Cuda()));
        Assert.StartsWith("aten::to.dtype_layout(self=Float[1], dtype=None, layout=None, device=cuda:0, ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Gradients_say_what_is_missing()
    {
        var x = Ops.Ones([2]);
        Assert.Equal("backward of Float[]: element 0 of tensors does not require grad and does not have a grad_fn", Message(() => x.Sum().Backward()));
        Assert.Equal("requires_grad: Only Tensors of floating point and complex dtype can require gradients", Message(() => Ops.Arange(3).RequiresGrad = true));
        Assert.Equal("grad: a gradient of shape [3] for a tensor of shape [2]", Message(() => x.Grad = Ops.Ones([3])));
        x.RequiresGrad = true;
        Assert.Equal("backward of Float[2]: grad can be implicitly created only for scalar outputs", Message(() => (x * 2).Backward()));
        var product = (x * x).Sum();
        product.Backward();
        Assert.StartsWith("backward of Float[]: Trying to backward through the graph a second time", Message(() => product.Backward()), StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_of_the_wrong_size_or_type_is_refused()
    {
        Assert.Equal("5 values for the shape (2, 3), which has 6 (Parameter 'bytes')", Assert.Throws<ArgumentException>(() => Tensor.From<float>([1, 2, 3, 4, 5], 2, 3)).Message);
        Assert.Throws<ArgumentException>(() => Tensor.From<float>([1], -1));
        Assert.Throws<NotSupportedException>(() => Tensor.From<char>(['a'], 1));
        var x = Ops.Ones([2, 3]);
        Assert.Equal("CopyTo<Double> of Float32 (2, 3): convert it first, To(DType.Float64)", Assert.Throws<InvalidOperationException>(() => x.ToArray<double>()).Message);
        Assert.Equal("copy: room for 20 bytes, the tensor has 24", Message(() => x.CopyTo<float>(new float[5])));
        Assert.Equal("item: a tensor with one element is expected, this is Float32 (2, 3)", Message(() => x.Item()));
        Assert.StartsWith("Float32 (3, 2): only a contiguous tensor on the CPU shows its memory", Assert.Throws<InvalidOperationException>(() => x.T().Data<float>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_is_named()
    {
        Assert.Equal("other", Assert.Throws<ArgumentNullException>(() => Ops.Ones([1]).Add((Tensor)null!)).ParamName);
        Assert.Equal("tensor 1 of 2 is null (Parameter 'tensors')", Assert.Throws<ArgumentException>(() => Ops.Cat([Ops.Ones([1]), null!])).Message);
    }

    [Theory]
    [InlineData("aten::nope(Tensor self) -> Tensor", "the library has none of that name")]
    [InlineData("aten::relu.nope(Tensor self) -> Tensor", "the library has none of that name")]
    [InlineData("aten::relu(int self) -> Tensor", "declared 'int self', the library has 'Tensor self'")]
    [InlineData("aten::relu(Tensor input) -> Tensor", "declared 'Tensor input', the library has 'Tensor self'")]
    [InlineData("aten::relu(Tensor self, bool fast=True) -> Tensor", "declared 'bool fast=True', which the library lacks")]
    [InlineData("aten::relu(Tensor(a!) self) -> Tensor", "declared 'Tensor(a!) self', the library has 'Tensor self'")]
    [InlineData("aten::relu(Tensor self) -> Tensor[]", "declared 'aten::relu(Tensor self) -> Tensor[]', the library has 'aten::relu(Tensor self) -> Tensor'")]
    [InlineData("aten::elu(Tensor self, Scalar alpha=2, Scalar scale=1, Scalar input_scale=1) -> Tensor", "declared 'Scalar alpha=2', the library has 'Scalar alpha=1'")]
    [InlineData("aten::avg_pool2d(Tensor self) -> Tensor", "the library also wants 'int[2] kernel_size', which has no default")]
    public void A_changed_schema_is_refused_by_name(string schema, string why)
    {
        var name = schema[..schema.IndexOf('(', StringComparison.Ordinal)];
        Assert.Equal($"{name} of libtorch {TorchRuntime.LibraryVersion} is not the operator this Kinora declares: {why}", Message(() => Find(schema)));
    }

    [Theory]
    [InlineData("aten::add.Tensor(Tensor self, Tensor other) -> Tensor")]
    [InlineData("aten::view(Tensor(a) self, int[] size) -> Tensor(a)")]
    public void Trailing_defaults_and_symbolic_sizes_are_no_difference(string schema) => Assert.NotEqual(0, Find(schema));

    private static string Message(Func<object?> call) => Assert.Throws<TorchException>(() => { _ = call(); }).Message;

    private static string Message(Action call) => Assert.Throws<TorchException>(call).Message;

    private static nint Find(string schema)
    {
        nint place = 0;
        return Operator.Find(ref place, Encoding.UTF8.GetBytes(schema + "\0"));
    }
}
