using Kinora.Torch.Initializers;
using Kinora.Torch.Layers;

namespace Kinora.Torch.Tests.Layers;

public sealed class OnlyZerosTests
{
    [Fact]
    public void Layers_built_of_zeros_draw_nothing()
    {
        using var scope = new TensorScope();
        TorchRandom.Seed(3);
        var state = TorchRandom.GetState();
        using (Initialize.OnlyZeros())
        {
            using var layers = new Sequential(new Conv3d(2, 3, 3), new Linear(3, 4));
            using var lstm = new LSTM(3, 4);
            Assert.All(layers.Parameters().Concat(lstm.Parameters()), parameter => Assert.Equal(0, parameter.Detach().CountNonzero().Item()));
            var drawn = Ops.Ones([3, 3]);
            foreach (var draw in new Action<Tensor>[] { x => Initialize.Normal(x), x => Initialize.TruncatedNormal(x), x => Initialize.Orthogonal(x), x => Initialize.XavierUniform(x), x => Initialize.KaimingNormal(x) })
            {
                drawn.Fill_(1);
                draw(drawn);
                Assert.Equal(0, drawn.CountNonzero().Item());
            }
        }

        Assert.Equal(state, TorchRandom.GetState());
        using var after = new Linear(3, 4);
        Assert.NotEqual(0, after.Weight.Detach().CountNonzero().Item());
    }
}
