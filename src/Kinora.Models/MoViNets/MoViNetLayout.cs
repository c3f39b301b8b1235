namespace Kinora.Models.MoViNets;

/// <summary>
/// The layers of one size of MoViNet, as the authors' program has them. Base and stream networks share them; only what a kernel
/// does with time differs.
/// </summary>
/// <param name="Stem">Channels after the first convolution.</param>
/// <param name="Groups">Blocks of the same channels; the first of a group may halve height and width.</param>
/// <param name="Head">Channels after the last convolution.</param>
/// <param name="Hidden">Width of the fully connected layer before the last.</param>
internal sealed record MoViNetLayout(int Stem, MoViNetGroup[] Groups, int Head, int Hidden = 2048)
{
    public static MoViNetLayout A0 { get; } = new(
        8,
        [
            new(8, 2, [(24, K155)]),
            new(32, 2, [(80, K333), (80, K333), (80, K333)]),
            new(56, 2, [(184, K533), (112, K333), (184, K333)]),
            new(56, 1, [(184, K533), (184, K333), (184, K333), (184, K333)]),
            new(104, 2, [(384, K533), (280, K155), (280, K155), (344, K155)]),
        ],
        480);

    public static MoViNetLayout A1 { get; } = new(
        16,
        [
            new(16, 2, [(40, K155), (40, K333)]),
            new(40, 2, [(96, K333), (120, K333), (96, K333), (96, K333)]),
            new(64, 2, [(216, K533), (128, K333), (216, K333), (168, K333), (216, K333)]),
            new(64, 1, [(216, K533), (216, K333), (216, K333), (128, K333), (128, K155), (216, K333)]),
            new(136, 2, [(456, K533), (360, K155), (360, K155), (360, K155), (456, K155), (456, K333), (544, K133)]),
        ],
        600);

    public static MoViNetLayout A2 { get; } = new(
        16,
        [
            new(16, 2, [(40, K155), (40, K333), (64, K333)]),
            new(40, 2, [(96, K333), (120, K333), (96, K333), (96, K333), (120, K333)]),
            new(72, 2, [(240, K533), (160, K333), (240, K333), (192, K333), (240, K333)]),
            new(72, 1, [(240, K533), (240, K333), (240, K333), (240, K333), (144, K155), (240, K333)]),
            new(144, 2, [(480, K533), (384, K155), (384, K155), (480, K155), (480, K155), (480, K333), (576, K133)]),
        ],
        640);

    private static MoViNetKernel K133 => new(1, 3);

    private static MoViNetKernel K155 => new(1, 5);

    private static MoViNetKernel K333 => new(3, 3);

    private static MoViNetKernel K533 => new(5, 3);
}

/// <summary>Blocks of the same channels.</summary>
/// <param name="Channels">Channels between the blocks.</param>
/// <param name="Stride">Of the first block, in height and width; time is never halved.</param>
/// <param name="Blocks">Of each block its channels inside and the kernel there.</param>
internal sealed record MoViNetGroup(int Channels, int Stride, (int Inside, MoViNetKernel Kernel)[] Blocks);

/// <summary>How much a convolution sees.</summary>
/// <param name="Time">Frames, an odd number.</param>
/// <param name="Space">Pixels in height and in width.</param>
internal readonly record struct MoViNetKernel(int Time, int Space);
