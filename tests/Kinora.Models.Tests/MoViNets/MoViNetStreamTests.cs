using System.Text.Json;
using Kinora.Models.MoViNets;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Torch.Serialization;

namespace Kinora.Models.Tests.MoViNets;

/// <summary>A video frame by frame gives what the clip gives; with trained weights also what their own program gave.</summary>
public sealed class MoViNetStreamTests
{
    [Theory]
    [InlineData(new[] { 8 })]
    [InlineData(new[] { 3, 5 })]
    [InlineData(new[] { 1, 1, 1, 1, 1, 1, 1, 1 })]
    public void Trained_weights_give_the_logits_of_their_own_program_as_a_clip_and_as_a_stream(int[] pieces)
    {
        var before = TensorScope.LiveTensors;
        var weights = Places.RealData("weights", "movinet_a0_stream_7cls", "model.safetensors");
        using (var json = JsonDocument.Parse(File.ReadAllText(Places.RealData("weights", "movinet_a0_stream_7cls", "reference.json"))))
        using (var scope = new TensorScope())
        using (var model = (MoViNet)MoViNet.A0Stream.Build(classes: 7))
        {
            model.LoadStateDict(SafeTensors.Load(weights).Tensors);
            model.Eval();
            var expected = json.RootElement.GetProperty("logits").EnumerateArray().Select(logit => logit.GetSingle()).ToArray();
            var clip = Waves();
            using var noGrad = Autograd.NoGrad();
            Near(expected, model.Forward(clip), 1e-4);
            using var stream = new MoViNetStream(model);
            Near(expected, Push(stream, clip, pieces), 1e-4);
            Assert.Equal(8, stream.Frames);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Theory]
    [InlineData("movinet_a0_stream")]
    [InlineData("movinet_a1_stream")]
    [InlineData("movinet_a2_stream")]
    public void Each_frame_gives_the_logits_of_the_clip_so_far(string name)
    {
        using var scope = new TensorScope();
        using var model = MoViNetTests.Build(name);
        model.Eval();
        using var noGrad = Autograd.NoGrad();
        var clip = PythonNetwork.Ramp([2, 3, 7, 40, 33]);
        using var stream = new MoViNetStream(model);
        for (var t = 0; t < 7; t++)
        {
            Near(model.Forward(clip.Narrow(2, 0, t + 1)), stream.Push(clip.Narrow(2, t, 1)));
        }
    }

    [Fact]
    public void Streams_that_take_turns_on_one_network_do_not_disturb_each_other()
    {
        var before = TensorScope.LiveTensors;
        using (var scope = new TensorScope())
        using (var model = MoViNetTests.Build("movinet_a0_stream"))
        {
            model.Eval();
            using var noGrad = Autograd.NoGrad();
            var (one, two) = (PythonNetwork.Ramp([1, 3, 6, 32, 32]), PythonNetwork.Ramp([2, 3, 6, 40, 33]).Neg());
            using var first = new MoViNetStream(model);
            using var second = new MoViNetStream(model);
            Push(first, one.Narrow(2, 0, 2), 2);
            Push(second, two.Narrow(2, 0, 3), 1, 2);
            var ofFirst = Push(first, one.Narrow(2, 2, 4), 1, 3);
            var ofSecond = Push(second, two.Narrow(2, 3, 3), 3);
            Near(model.Forward(one), ofFirst);
            Near(model.Forward(two), ofSecond);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Streams_on_several_threads_share_one_network()
    {
        var before = TensorScope.LiveTensors;
        using (var scope = new TensorScope())
        using (var model = MoViNetTests.Build("movinet_a0_stream"))
        {
            model.Eval();
            using var noGrad = Autograd.NoGrad();
            var clips = Enumerable.Range(1, 3).Select(i => PythonNetwork.Ramp([1, 3, 5, 32, 32]).Mul(i)).ToArray();
            var logits = new Tensor[clips.Length];
            var threads = clips.Select((clip, i) => new Thread(() =>
            {
                using var inner = new TensorScope();
                using var stream = new MoViNetStream(model);
                logits[i] = Push(stream, clip, 1, 1, 1, 1, 1).Unscoped();
            })).ToArray();
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            foreach (var (clip, found) in clips.Zip(logits))
            {
                Near(model.Forward(clip), found);
                found.Dispose();
            }
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void What_it_cannot_take_is_refused_and_changes_nothing_and_Reset_begins_anew()
    {
        var before = TensorScope.LiveTensors;
        using (var scope = new TensorScope())
        using (var model = MoViNetTests.Build("movinet_a0_stream"))
        {
            using var stream = new MoViNetStream(model);
            var clip = PythonNetwork.Ramp([1, 3, 4, 32, 32]);
            Assert.Contains("Eval()", Assert.Throws<ModelException>(() => stream.Push(clip)).Message, StringComparison.Ordinal);
            model.Eval();
            var first = stream.Push(clip.Narrow(2, 0, 2));
            Assert.False(first.RequiresGrad);
            Assert.Throws<ModelException>(() => stream.Push(PythonNetwork.Ramp([1, 3, 2, 32, 40])));
            Assert.Throws<ModelException>(() => stream.Push(PythonNetwork.Ramp([1, 3, 0, 32, 32])));
            Assert.Throws<TorchException>(() => stream.Push(clip.To(DType.Float64)));
            Assert.Equal(2, stream.Frames);
            Near(model.Forward(clip).Detach(), stream.Push(clip.Narrow(2, 2, 2)));

            stream.Reset();
            Assert.Equal(0, stream.Frames);
            Near(first, stream.Push(clip.Narrow(2, 0, 2)));
            stream.Reset();
            Assert.Equal([2, 5], stream.Push(Ops.Ones([2, 3, 1, 40, 33])).Shape);

            stream.Dispose();
            Assert.Throws<ObjectDisposedException>(() => stream.Push(clip));
        }

        using (var model = MoViNetTests.Build("movinet_a0"))
        {
            Assert.Throws<ModelException>(() => new MoViNetStream(model));
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    // The clip that the reference logits are of: 0.5 + 0.5 sin(i / 1000).
    private static Tensor Waves()
    {
        var values = new float[3 * 8 * 172 * 172];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(0.5 + 0.5 * Math.Sin(0.001 * i));
        }

        return Tensor.From<float>(values, 1, 3, 8, 172, 172);
    }

    // The logits after the last piece.
    private static Tensor Push(MoViNetStream stream, Tensor clip, params int[] pieces)
    {
        using var scope = new TensorScope();
        var (logits, from) = (clip, 0L);
        foreach (var count in pieces)
        {
            logits = stream.Push(clip.Narrow(2, from, count));
            from += count;
        }

        return scope.Return(logits);
    }

    private static void Near(float[] expected, Tensor actual, double tolerance)
    {
        var found = actual.Flatten().ToArray<float>();
        Assert.Equal(expected.Length, found.Length);
        var difference = expected.Zip(found, (e, f) => Math.Abs(e - f)).Max();
        Assert.True(difference <= tolerance, $"differs by up to {difference}");
    }

    private static void Near(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Near(expected.Flatten().ToArray<float>(), actual, 1e-5 * expected.Abs().Max().Item());
    }
}
