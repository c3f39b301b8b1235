namespace Kinora.Models.Tests;

/// <summary>s3d against torchvision's (reference/torchvision_video.py).</summary>
public sealed class S3dTests
{
    [Fact]
    public void Weights_logits_loss_gradients_and_statistics_equal_torchvisions_bit_for_bit() =>
        PythonNetwork.AssertSame(
            "torchvision_video.py", ["s3d", "9", "40", "36", "5"], () => ModelZoo.Find("s3d").Build(5), [2, 3, 9, 40, 36]);

    [Fact]
    public void The_smallest_clips_that_torchvision_takes_give_its_logits_bit_for_bit() =>
        PythonNetwork.AssertSame(
            "torchvision_video.py", ["s3d", "13", "209", "209", "400", "eval"], () => ModelZoo.Find("s3d").Build(400), [1, 3, 13, 209, 209], train: false);

    [Fact]
    public void Parameters_are_as_many_as_published_and_the_smallest_clips_go_through() => ZooNetwork.AssertSizes("s3d", 8_320_048);
}
