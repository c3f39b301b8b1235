using Kinora.Torch.Layers;

namespace Kinora.Torch.Tests.Optimizers;

/// <summary>The network of reference/training_parts.py.</summary>
internal sealed class SmallNetwork : Layer
{
    public const int Classes = 5;

    private readonly Conv3d conv;
    private readonly BatchNorm3d bn;
    private readonly Linear fc;

    public SmallNetwork()
    {
        conv = Register("conv", new Conv3d(3, 8, kernel: 3, padding: 1));
        bn = Register("bn", new BatchNorm3d(8));
        fc = Register("fc", new Linear(8, Classes));
    }

    public override Tensor Forward(Tensor input)
    {
        var x = bn.Forward(conv.Forward(input)).Relu();            // (N, 8, T, H, W)
        x = x.MaxPool3d([2, 2, 2]).Mean([2L, 3, 4]);              // (N, 8)
        return fc.Forward(x);                                     // (N, classes)
    }
}
