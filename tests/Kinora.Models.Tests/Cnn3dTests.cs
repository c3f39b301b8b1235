namespace Kinora.Models.Tests;

/// <summary>cnn3d_v1, cnn3d_v2 and cnn3d_flow against the same networks in PyTorch (reference/cnn3d.py).</summary>
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
}
