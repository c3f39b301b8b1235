namespace Kinora.Torch.Tests.Core;

public sealed class AutogradTests
{
    [Fact]
    public void Gradients_add_up()
    {
        using var scope = new TensorScope();
        var x = Variable(1, 2, 3);
        Assert.Null(x.Grad);
        (x * x).Sum().Backward();
        Assert.Equal([2f, 4, 6], x.Grad!.ToArray<float>());
        (x * 3).Backward(Tensor.From<float>([1, 10, 100], 3));
        Assert.Equal([5f, 34, 306], x.Grad!.ToArray<float>());
        x.Grad = null;
        Assert.Null(x.Grad);
    }

    [Fact]
    public void A_retained_graph_serves_twice()
    {
        using var scope = new TensorScope();
        var x = Variable(3);
        var y = (x * x).Sum();
        y.Backward(retainGraph: true);
        y.Backward();
        Assert.Equal([12f], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void No_grad_notes_nothing_and_nests()
    {
        using var scope = new TensorScope();
        var x = Variable(1);
        using (Autograd.NoGrad())
        {
            Assert.False(Autograd.IsEnabled);
            Assert.False((x * 2).RequiresGrad);
            using (Autograd.EnableGrad())
            {
                Assert.True((x * 2).RequiresGrad);
            }

            using (Autograd.NoGrad())
            {
            }

            Assert.False(Autograd.IsEnabled);
            x.Mul_(5);
        }

        Assert.True(Autograd.IsEnabled);
        Assert.True((x * 2).RequiresGrad);
        Assert.Throws<TorchException>(() => x.Mul_(5));
        Assert.Equal([5f], x.ToArray<float>());
    }

    [Fact]
    public void A_mode_belongs_to_its_thread()
    {
        using var off = Autograd.NoGrad();
        var there = false;
        var thread = new Thread(() => there = Autograd.IsEnabled);
        thread.Start();
        thread.Join();
        Assert.True(there);
    }

    [Fact]
    public void What_inference_mode_made_stays_out_of_autograd()
    {
        using var scope = new TensorScope();
        var x = Variable(1, 2);
        Tensor made;
        using (Autograd.InferenceMode())
        {
            made = x * 2;
            Assert.False(Autograd.IsEnabled);
        }

        Assert.True(made.IsInference);
        Assert.True(Autograd.IsEnabled);
        Assert.Contains("Inference tensors cannot be saved for backward", Assert.Throws<TorchException>(() => x * made).Message, StringComparison.Ordinal);
        Assert.Equal([2f, 4], made.ToArray<float>());
    }

    [Fact]
    public void Gradients_of_gradients_are_gradients_too()
    {
        using var scope = new TensorScope();
        var x = Variable(2);
        var unused = Variable(2);
        var first = Autograd.Gradients([x.Pow(3).Sum()], [x, unused], createGraph: true);
        Assert.Equal([12f], first[0]!.ToArray<float>());
        Assert.Null(first[1]);
        Assert.Null(x.Grad);
        Assert.Equal([12f], Autograd.Gradients([first[0]!.Sum()], [x])[0]!.ToArray<float>());
    }

    [Fact]
    public void Detached_it_shares_memory_but_no_history()
    {
        using var scope = new TensorScope();
        var x = Variable(1, 2);
        var detached = x.Detach();
        Assert.False(detached.RequiresGrad);
        detached.Fill_(7);
        Assert.Equal([7f, 7], x.ToArray<float>());
        var clone = x.Clone();
        Assert.True(clone.RequiresGrad);
    }

    private static Tensor Variable(params float[] values)
    {
        var x = Tensor.From(values, values.Length);
        x.RequiresGrad = true;
        return x;
    }
}
