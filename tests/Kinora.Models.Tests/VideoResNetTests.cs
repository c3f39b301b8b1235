using Kinora.Torch;

namespace Kinora.Models.Tests;

/// <summary>r3d_18, mc3_18 and r2plus1d_18 against torchvision's (reference/torchvision_video.py).</summary>
public sealed class VideoResNetTests
{
    [Theory]
    [InlineData("r3d_18")]
    [InlineData("mc3_18")]
    [InlineData("r2plus1d_18")]
    public void Weights_logits_loss_gradients_and_statistics_equal_torchvisions_bit_for_bit(string name) =>
        PythonNetwork.AssertSame(
            "torchvision_video.py", [name, "8", "32", "32", "5"], () => ModelZoo.Find(name).Build(5), [2, 3, 8, 32, 32]);

    [Fact]
    public void Clips_of_the_published_size_give_torchvisions_logits_bit_for_bit() =>
        PythonNetwork.AssertSame(
            "torchvision_video.py", ["r3d_18", "16", "112", "112", "400", "eval"], () => ModelZoo.Find("r3d_18").Build(400), [1, 3, 16, 112, 112], train: false);

    [Theory]
    [InlineData("r3d_18", 33_371_472)]
    [InlineData("mc3_18", 11_695_440)]
    [InlineData("r2plus1d_18", 31_505_325)]
    public void Parameters_are_as_many_as_published_and_the_smallest_clips_go_through(string name, long parameters) =>
        ZooNetwork.AssertSizes(name, parameters);

    [Fact]
    public void Dropout_changes_no_name_and_works_in_training_only()
    {
        using var scope = new TensorScope();
        TorchRandom.Seed(3);
        using var plain = ModelZoo.Find("mc3_18").Build(5);
        TorchRandom.Seed(3);
        using var dropping = ModelZoo.Find("mc3_18").Build(5, new VideoResNetOptions { Dropout = 0.5 });
        Assert.Equal(plain.StateDict().Keys, dropping.StateDict().Keys);
        var clips = PythonNetwork.Ramp([2, 3, 2, 16, 16]);
        Assert.False(plain.Forward(clips).Equal(dropping.Forward(clips)));
        plain.LoadStateDict(dropping.StateDict());
        plain.Eval();
        dropping.Eval();
        Assert.True(plain.Forward(clips).Equal(dropping.Forward(clips)));
    }
}
