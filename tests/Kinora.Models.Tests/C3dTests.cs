namespace Kinora.Models.Tests;

/// <summary>c3d against the same network in PyTorch (reference/cnn3d.py).</summary>
public sealed class C3dTests
{
    [Fact]
    public void Weights_logits_loss_and_gradients_equal_those_of_PyTorch_bit_for_bit() =>
        PythonNetwork.AssertSame(
            "cnn3d.py", ["c3d", "3", "17", "32", "40", "5"], () => ModelZoo.Find("c3d").Build(5), [2, 3, 17, 32, 40]);

    /// <summary>Python averages to the grid here too, Kinora does not: the average is the identity.</summary>
    [Fact]
    public void Clips_of_the_published_size_need_no_averaging() =>
        PythonNetwork.AssertSame(
            "cnn3d.py", ["c3d", "3", "16", "112", "112", "5", "eval"], () => ModelZoo.Find("c3d").Build(5), [1, 3, 16, 112, 112], train: false);

    [Fact]
    public void Parameters_are_as_many_as_the_layers_have_and_the_smallest_clips_go_through()
    {
        (long Inputs, long Outputs)[] convolutions = [(3, 64), (64, 128), (128, 256), (256, 256), (256, 512), (512, 512), (512, 512), (512, 512)];
        (long Inputs, long Outputs)[] dense = [(8192, 4096), (4096, 4096), (4096, 400)];
        ZooNetwork.AssertSizes(
            "c3d",
            convolutions.Sum(layer => (27 * layer.Inputs * layer.Outputs) + layer.Outputs) + dense.Sum(layer => (layer.Inputs * layer.Outputs) + layer.Outputs));
    }
}
