using Kinora.Tests;
using Kinora.Torch.Layers;

namespace Kinora.Torch.Tests.Core;

/// <summary>Where autocast is on and where not; networks against PyTorch's are in the tests of the models.</summary>
public sealed class AutocastTests
{
    [Fact]
    public void Regions_nest_and_nothing_stays_on()
    {
        var before = TensorScope.LiveTensors;
        using (var scope = new TensorScope())
        {
            using var linear = new Linear(4, 3);
            var x = Ops.Randn([2, 4]);
            Assert.Equal((false, DType.Float32), (Autocast.IsEnabled(Device.Cpu), linear.Forward(x).DType));
            using (Autocast.Enable(Device.Cpu, DType.BFloat16))
            {
                Assert.Equal((true, DType.BFloat16), (Autocast.IsEnabled(Device.Cpu), linear.Forward(x).DType));
                using (Autocast.Disable(Device.Cpu))
                {
                    Assert.Equal((false, DType.Float32), (Autocast.IsEnabled(Device.Cpu), linear.Forward(x).DType));
                    using (Autocast.Enable(Device.Cpu, DType.BFloat16))
                    {
                        Assert.Equal(DType.BFloat16, linear.Forward(x).DType);
                    }

                    Assert.Equal(DType.Float32, linear.Forward(x).DType);
                }

                var loss = linear.Forward(x).Sum();
                loss.Backward();
                Assert.Equal(DType.Float32, linear.Weight.Grad!.DType);
            }

            Assert.Equal((false, DType.Float32), (Autocast.IsEnabled(Device.Cpu), linear.Forward(x).DType));
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Weights_that_changed_are_cast_anew_in_the_next_region()
    {
        using var scope = new TensorScope();
        using var linear = new Linear(1, 1, bias: false);
        var x = Ops.Ones([1, 1]);
        foreach (var weight in (float[])[1, 2, 3])
        {
            using (Autograd.NoGrad())
            {
                linear.Weight.Fill_(weight);
            }

            using (Autocast.Enable(Device.Cpu, DType.BFloat16))
            {
                Assert.Equal(weight, linear.Forward(x).Item());
            }
        }
    }

    [Fact]
    public void The_convolution_with_its_own_gradient_casts_as_the_librarys_does()
    {
        using var scope = new TensorScope();
        TorchRandom.Seed(5);
        var (x, w, b) = (Ops.Randn([2, 3, 4, 10, 12]), Ops.Randn([8, 3, 3, 3, 3]), Ops.Randn([8]));
        var ours = Run(() => Ops.FastConv3d(x, w, b, padding: [1, 1, 1]));
        var theirs = Run(() => Ops.Conv3d(x, w, b, padding: [1, 1, 1]));
        Assert.Equal(DType.BFloat16, ours.Output.DType);
        Assert.Equal(DType.Float32, ours.OfWeight.DType);
        Assert.Equal(theirs.Output.ToBytes(), ours.Output.ToBytes());
        Assert.Equal(theirs.OfInput.ToBytes(), ours.OfInput.ToBytes());
        Assert.Equal(theirs.OfWeight.ToBytes(), ours.OfWeight.ToBytes());

        (Tensor Output, Tensor OfInput, Tensor OfWeight) Run(Func<Tensor> convolve)
        {
            foreach (var leaf in (Tensor[])[x, w, b])
            {
                leaf.RequiresGrad = true;
                leaf.Grad = null;
            }

            Tensor output;
            using (Autocast.Enable(Device.Cpu, DType.BFloat16))
            {
                output = convolve();
            }

            output.To(DType.Float32).Square().Sum().Backward();
            return (output.Detach(), x.Grad!, w.Grad!);
        }
    }

    [Fact]
    public void A_region_belongs_to_its_thread_and_ends_after_those_inside_it()
    {
        var outer = Autocast.Enable(Device.Cpu, DType.BFloat16);
        var inner = Autocast.Disable(Device.Cpu);
        Assert.Throws<InvalidOperationException>(outer.Dispose);
        inner.Dispose();
        var elsewhere = new Thread(() =>
        {
            Assert.False(Autocast.IsEnabled(Device.Cpu));
            Assert.Throws<InvalidOperationException>(outer.Dispose);
        });
        elsewhere.Start();
        elsewhere.Join();
        outer.Dispose();
        outer.Dispose();
        Assert.False(Autocast.IsEnabled(Device.Cpu));
    }

    [Fact]
    public void Types_without_operators_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Autocast.Enable(Device.Cpu, DType.Float16));
        Assert.Throws<ArgumentException>(() => Autocast.Enable(Device.Cuda(), DType.Float32));
        using (Autocast.Enable(Device.Cuda(), DType.Float16))
        {
            Assert.True(Autocast.IsEnabled(Device.Cuda()));
            Assert.False(Autocast.IsEnabled(Device.Cpu));
        }
    }

    [Theory]
    [InlineData("flags\t\t: fpu avx512f avx512_bf16 sse", true)]
    [InlineData("flags\t\t: fpu amx_bf16", true)]
    [InlineData("Features\t: fp asimd bf16", true)]
    [InlineData("flags\t\t: fpu avx2 avx512_vnni xbf16", false)]
    [InlineData("", false)]
    public void Instructions_for_bfloat16_are_read_from_what_Linux_tells(string line, bool expected)
    {
        using var folder = Places.Temporary();
        var path = folder.File("cpuinfo");
        File.WriteAllText(path, $"processor\t: 0\n{line}\n");
        Assert.Equal(expected, TorchRuntime.ReadsFastBfloat16(path));
        Assert.False(TorchRuntime.ReadsFastBfloat16(folder.File("absent")));
    }
}
