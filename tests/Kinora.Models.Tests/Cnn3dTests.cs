using Kinora.Torch;
using Kinora.Torch.Optimizers;

namespace Kinora.Models.Tests;

/// <summary>cnn3d_v1, cnn3d_v2 and cnn3d_flow against the same networks in PyTorch (reference/cnn3d.py); and that they learn.</summary>
public sealed class Cnn3dTests
{
    [Fact]
    public void First_network_equals_that_of_PyTorch_bit_for_bit() =>
        PythonNetwork.AssertSame(
            "cnn3d.py",
            ["cnn3d_v1", "3", "8", "32", "48", "5", "8", "64"],
            () => ModelZoo.Find("cnn3d_v1").Build(5, new Cnn3dV1Options { Width = 8, Dense = 64 }),
            [2, 3, 8, 32, 48]);

    /// <summary>Python averages to the grid here too, Kinora does not: the average is the identity.</summary>
    [Fact]
    public void First_network_needs_no_averaging_at_the_size_it_was_made_for() =>
        PythonNetwork.AssertSame(
            "cnn3d.py", ["cnn3d_v1", "3", "16", "112", "112", "51", "eval"], () => ModelZoo.Find("cnn3d_v1").Build(51), [1, 3, 16, 112, 112], train: false);

    [Theory]
    [InlineData("cnn3d_v2", 3)]
    [InlineData("cnn3d_flow", 2)]
    public void Second_network_equals_that_of_PyTorch_bit_for_bit(string name, int channels) =>
        PythonNetwork.AssertSame(
            "cnn3d.py", [name, $"{channels}", "8", "32", "40", "5"], () => ModelZoo.Find(name).Build(5, channels: channels), [2, channels, 8, 32, 40]);

    [Theory]
    [InlineData("cnn3d_v1", 27_406_387)]
    [InlineData("cnn3d_v2", 315_411)]
    [InlineData("cnn3d_flow", 314_979)]
    public void Parameters_are_as_many_as_documented_and_the_smallest_clips_go_through(string name, long parameters) =>
        ZooNetwork.AssertSizes(name, parameters);

    public static TheoryData<string, object> Learners => new()
    {
        { "cnn3d_v1", new Cnn3dV1Options { Width = 8, Dense = 128, Dropout = 0 } },
        { "cnn3d_v2", new Cnn3dV2Options { BlockDropout = 0, Dropout = 0 } },
        { "cnn3d_flow", new Cnn3dV2Options { BlockDropout = 0, Dropout = 0 } },
    };

    [Theory]
    [MemberData(nameof(Learners))]
    public void Eight_clips_of_noise_are_learnt_by_heart_in_sixty_steps(string name, object options)
    {
        var before = TensorScope.LiveTensors;
        TorchRuntime.Threads = 2;
        TorchRandom.Seed(5);
        using (var scope = new TensorScope())
        {
            var entry = ModelZoo.Find(name);
            using var model = entry.Build(8, options, entry.Input.Channels);
            using var optimizer = new Adam(model.NamedParameters(), learningRate: 1e-3);
            var clips = Ops.Randn([8, entry.Input.Channels, 8, 32, 32]);
            var labels = Tensor.From<long>([0, 1, 2, 3, 4, 5, 6, 7], 8);
            var loss = double.NaN;
            for (var step = 0; step < 60; step++)
            {
                using var inner = new TensorScope();
                optimizer.ZeroGrad();
                var found = model.Forward(clips).CrossEntropyLoss(labels);
                found.Backward();
                optimizer.Step();
                loss = found.Detach().Item();
            }

            Assert.True(loss < 0.1, $"the loss is still {loss}");
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }
}
