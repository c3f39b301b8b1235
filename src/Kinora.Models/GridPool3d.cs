using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models;

/// <summary>
/// Averages (N, C, T, H, W) to a fixed grid of positions, so that fully connected layers after it take clips of any size.
/// What has the grid's size already is handed on as it is.
/// </summary>
internal sealed class GridPool3d(Extent3 grid) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) =>
        input.Shape is [_, _, var time, var height, var width] && grid == (time, height, width) ? input : input.AdaptiveAvgPool3d(grid.ToArray());
}
