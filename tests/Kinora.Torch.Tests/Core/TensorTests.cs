namespace Kinora.Torch.Tests.Core;

public sealed class TensorTests
{
    [Fact]
    public void It_knows_its_shape_and_memory()
    {
        using var scope = new TensorScope();
        var x = Tensor.From<float>([1, 2, 3, 4, 5, 6], 2, 3);
        Assert.Equal([2L, 3], x.Shape);
        Assert.Equal([3L, 1], x.Strides);
        Assert.Equal(2, x.Dim);
        Assert.Equal(6, x.ElementCount);
        Assert.Equal(3, x.Size(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Size(2));
        Assert.Equal(Device.Cpu, x.Device);
        Assert.Equal("Float32 (2, 3)", x.ToString());
        var turned = x.T();
        Assert.False(turned.IsContiguous);
        Assert.Equal([1f, 4, 2, 5, 3, 6], turned.ToArray<float>());
        Assert.Equal([1f, 4, 2, 5, 3, 6], turned.Contiguous().Data<float>().ToArray());
        x.Data<float>()[4] = 50;
        Assert.Equal(50, turned.Select(0, 1).Select(0, 1).Item());
        Assert.Equal([6L], x.View([-1]).Shape);
        Assert.Equal([2L, 1, 3], x.Unsqueeze(1).Shape);
        Assert.Equal([3L, 2, 3], x.Expand([3, 2, 3]).Shape);
    }

    [Fact]
    public void Every_element_type_goes_there_and_back()
    {
        using var scope = new TensorScope();
        ThereAndBack(DType.Float32, 1.5f, -2f);
        ThereAndBack(DType.Float64, 1.5, -2.0);
        ThereAndBack(DType.Int64, long.MaxValue, -2);
        ThereAndBack(DType.Int32, int.MinValue, 2);
        ThereAndBack<short>(DType.Int16, short.MinValue, 2);
        ThereAndBack<sbyte>(DType.Int8, -128, 127);
        ThereAndBack<byte>(DType.UInt8, 0, 255);
        ThereAndBack(DType.Bool, true, false);
        ThereAndBack(DType.Float16, (Half)1.5, (Half)(-2));
        var half = Tensor.FromBytes([0x80, 0x3f, 0x00, 0xc0], DType.BFloat16, 2);
        Assert.Equal([1f, -2f], half.To(DType.Float32).ToArray<float>());
        Assert.Equal([0x80, 0x3f, 0x00, 0xc0], half.ToBytes());
    }

    [Fact]
    public void Empty_tensors_and_scalars_are_tensors()
    {
        using var scope = new TensorScope();
        var empty = Tensor.From<float>([], 0, 3);
        Assert.Equal([0L, 3], empty.Shape);
        Assert.Empty(empty.ToArray<float>());
        Assert.True(empty.Data<float>().IsEmpty);
        Assert.Equal(0, empty.Sum().Item());
        var scalar = Tensor.Of(7L);
        Assert.Empty(scalar.Shape);
        Assert.Equal(7, scalar.Item());
        Assert.Equal("Int64 ()", scalar.ToString());
        Assert.Equal(1, Tensor.Of(true).Item());
    }

    [Theory]
    [InlineData("cpu", DeviceType.Cpu, -1)]
    [InlineData("cuda", DeviceType.Cuda, -1)]
    [InlineData("cuda:0", DeviceType.Cuda, 0)]
    [InlineData("cuda:12", DeviceType.Cuda, 12)]
    public void Devices_have_names(string text, DeviceType type, int index)
    {
        Assert.Equal(new Device(type, index), Device.Parse(text));
        Assert.Equal(text, Device.Parse(text).ToString());
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda: 1")]
    [InlineData("CPU")]
    public void What_is_no_device_is_refused(string text) =>
        Assert.Equal($"'{text}' is no device; expected cpu, cuda or cuda:N", Assert.Throws<FormatException>(() => Device.Parse(text)).Message);

    [Fact]
    public void Element_types_have_PyTorchs_names_and_sizes()
    {
        foreach (var dtype in Enum.GetValues<DType>())
        {
            using var tensor = Ops.Zeros([3], dtype);
            Assert.Equal(dtype, tensor.DType);
            Assert.Equal(3 * dtype.Size(), tensor.ToBytes().Length);
            Assert.Equal(dtype, DTypes.Parse(dtype.ToString().ToLowerInvariant()));
        }

        Assert.Equal(DType.Float16, DTypes.Parse("half"));
        Assert.StartsWith("'complex64' is no dtype", Assert.Throws<FormatException>(() => DTypes.Parse("complex64")).Message, StringComparison.Ordinal);
    }

    private static void ThereAndBack<T>(DType dtype, params T[] values)
        where T : unmanaged
    {
        var tensor = Tensor.From(values, values.Length);
        Assert.Equal(dtype, tensor.DType);
        Assert.Equal(values, tensor.ToArray<T>());
    }
}
