namespace Kinora.Torch.Tests.Core;

/// <summary>Who owns a tensor, and that all of them are freed.</summary>
public sealed class ScopeTests
{
    [Fact]
    public void A_scope_frees_what_was_made_in_it()
    {
        var before = TensorScope.LiveTensors;
        Tensor inside;
        using (new TensorScope())
        {
            inside = Ops.Ones([2, 3]);
            _ = (inside + inside).Sum();
            Assert.Equal(before + 3, TensorScope.LiveTensors);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
        Assert.StartsWith("this tensor was freed", Assert.Throws<ObjectDisposedException>(() => inside.Sum()).Message, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => inside.Shape);
        Assert.Equal("a freed tensor", inside.ToString());
    }

    [Fact]
    public void Without_a_scope_the_caller_owns_it()
    {
        var before = TensorScope.LiveTensors;
        var tensor = Ops.Ones([2]);
        Assert.Equal(before + 1, TensorScope.LiveTensors);
        tensor.Dispose();
        tensor.Dispose();
        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Return_moves_it_one_scope_out()
    {
        var before = TensorScope.LiveTensors;
        Tensor result;
        using (var outer = new TensorScope())
        {
            using (var inner = new TensorScope())
            {
                result = inner.Return(Ops.Ones([2]) + 1);
            }

            Assert.Equal(before + 1, TensorScope.LiveTensors);
            Assert.Equal(4, result.Sum().Item());
            Assert.Same(result, outer.Return(result));
        }

        Assert.Equal(before + 1, TensorScope.LiveTensors);
        Assert.Equal([2f, 2f], result.ToArray<float>());
        result.Dispose();
        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Returning_anothers_tensor_leaves_it_with_its_owner()
    {
        using var argument = Ops.Ones([2]);
        using (var scope = new TensorScope())
        {
            Assert.Same(argument, scope.Return(argument));
        }

        Assert.Equal(2, argument.ElementCount);
    }

    [Fact]
    public void Unscoped_takes_it_out_of_every_scope()
    {
        Tensor kept;
        using (new TensorScope())
        using (new TensorScope())
        {
            kept = Ops.Ones([2]).Unscoped();
            Assert.Same(kept, kept.Unscoped());
        }

        Assert.Equal([1f, 1f], kept.ToArray<float>());
        kept.Dispose();
    }

    [Fact]
    public void Freed_early_it_is_not_freed_again()
    {
        var before = TensorScope.LiveTensors;
        using (new TensorScope())
        {
            var all = Ops.Arange(60).Split(1);
            foreach (var i in new[] { 59, 3, 58, 57, 0 })
            {
                all[i].Dispose();
            }

            Assert.Equal(before + 1 + 55, TensorScope.LiveTensors);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void A_view_keeps_the_memory_it_shows()
    {
        using var scope = new TensorScope();
        var whole = Tensor.From<float>([1, 2, 3, 4], 2, 2);
        var row = whole.Select(0, 1);
        row.Add_(10);
        Assert.Equal([1f, 2, 13, 14], whole.ToArray<float>());
        whole.Dispose();
        Assert.Equal([13f, 14], row.ToArray<float>());
    }

    [Fact]
    public void A_refused_call_leaves_nothing_behind()
    {
        using var scope = new TensorScope();
        var x = Ops.Ones([2]);
        var y = Ops.Ones([3]);
        var before = TensorScope.LiveTensors;
        for (var i = 0; i < 100; i++)
        {
            Assert.Throws<TorchException>(() => x + y);
            Assert.Throws<TorchException>(() => Ops.Cat([x, y, x.Unsqueeze(0)]));
        }

        Assert.Equal(before + 100, TensorScope.LiveTensors);
    }

    [Fact]
    public void A_thousand_steps_with_gradients_leave_the_count_as_it_was()
    {
        using var outer = new TensorScope();
        var weight = Ops.Ones([16, 16]);
        weight.RequiresGrad = true;
        var input = Ops.Ones([4, 16]);
        var before = TensorScope.LiveTensors;
        for (var i = 0; i < 1000; i++)
        {
            using var scope = new TensorScope();
            Ops.Linear(input, weight).Relu().Softmax(-1).Sum().Backward();
            using (Autograd.NoGrad())
            {
                weight.Sub_(weight.Grad! * 0.01);
                weight.Grad = null;
            }
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Scopes_close_in_the_reverse_order_of_opening()
    {
        var outer = new TensorScope();
        var inner = new TensorScope();
        Assert.StartsWith("a TensorScope is disposed while one opened after it is still open", Assert.Throws<InvalidOperationException>(outer.Dispose).Message, StringComparison.Ordinal);
        inner.Dispose();
        outer.Dispose();
        outer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => outer.Return(null!));
    }

    [Fact]
    public void A_scope_stays_on_its_thread()
    {
        using var scope = new TensorScope();
        var tensor = Ops.Ones([2]);
        var here = Environment.CurrentManagedThreadId;
        Assert.StartsWith($"a TensorScope of thread {here} is disposed on thread ", OnAnotherThread(scope.Dispose), StringComparison.Ordinal);
        Assert.Contains("is returned from on thread", OnAnotherThread(() => scope.Return(tensor)), StringComparison.Ordinal);
        Assert.Contains("is emptied on thread", OnAnotherThread(tensor.Dispose), StringComparison.Ordinal);
        // Nothing of it was done.
        Assert.Equal(2, tensor.Sum().Item());
    }

    [Fact]
    public void Another_threads_tensors_are_its_own()
    {
        using var scope = new TensorScope();
        Tensor? made = null;
        OnAnotherThread(() => made = Ops.Ones([2]), throws: false);
        using (made)
        {
            // Made while no scope was open there, it may be read and freed anywhere.
            Assert.Equal(2, made!.Sum().Item());
        }
    }

    private static string OnAnotherThread(Action action, bool throws = true)
    {
        Exception? caught = null;
        var thread = new Thread(() => caught = Record.Exception(action));
        thread.Start();
        thread.Join();
        if (!throws)
        {
            Assert.Null(caught);
            return "";
        }

        return Assert.IsType<InvalidOperationException>(caught).Message;
    }
}
