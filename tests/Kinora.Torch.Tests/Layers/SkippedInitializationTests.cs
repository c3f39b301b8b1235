using Kinora.Torch.Initializers;
using Kinora.Torch.Layers;

namespace Kinora.Torch.Tests.Layers;

public sealed class SkippedInitializationTests
{
    [Fact]
    public void Layers_built_without_drawing_leave_memory_and_generator_alone()
    {
        using var scope = new TensorScope();
        TorchRandom.Seed(3);
        var state = TorchRandom.GetState();
        using (Initialize.Skip())
        {
            using var layers = new Sequential(new Conv3d(2, 3, 3), new Linear(3, 4));
            using var lstm = new LSTM(3, 4);
            Assert.Equal([[3, 2, 3, 3, 3], [3], [4, 3], [4]], layers.Parameters().Select(parameter => parameter.Shape));
            var drawn = Ops.Ones([3, 3]);
            foreach (var draw in new Action<Tensor>[] { x => Initialize.Normal(x), x => Initialize.TruncatedNormal(x), x => Initialize.Orthogonal(x), x => Initialize.XavierUniform(x), x => Initialize.KaimingNormal(x) })
            {
                draw(drawn);
                Assert.Equal(9, drawn.Eq(1).CountNonzero().Item());
            }
        }

        Assert.Equal(state, TorchRandom.GetState());
        using var after = new Linear(3, 4);
        Assert.NotEqual(0, after.Weight.Detach().CountNonzero().Item());
    }
}
