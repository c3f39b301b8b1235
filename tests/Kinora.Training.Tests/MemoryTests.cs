using Kinora.Models;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Torch.Layers;
using Kinora.Torch.Optimizers;

namespace Kinora.Training.Tests;

public sealed class MemoryTests
{
    [Fact]
    public void Training_500_steps_neither_leaves_tensors_nor_grows()
    {
        var before = TensorScope.LiveTensors;
        var growth = new long[5];
        using (var model = Video3dCnn.SmallEntry.Build(classes: 6))
        using (var optimizer = new Adam(model.NamedParameters(), 1e-3))
        using (var loss = new CrossEntropyLoss())
        {
            Step();
            var during = TensorScope.LiveTensors;
            for (var round = 0; round < growth.Length; round++)
            {
                var allocated = AllocatedMemory.Bytes();
                for (var step = 0; step < 100; step++)
                {
                    Step();
                }

                growth[round] = AllocatedMemory.Bytes() - allocated;
            }

            Assert.Equal(during, TensorScope.LiveTensors);

            void Step()
            {
                using var scope = new TensorScope();
                var clips = Ops.Randn([4, 3, 8, 32, 32]);
                var labels = Ops.Randint(6, [4], dtype: DType.Int64);
                optimizer.ZeroGrad();
                loss.Forward(model.Forward(clips), labels).Backward();
                optimizer.Step();
            }
        }

        Assert.Equal(before, TensorScope.LiveTensors);

        // Caches fill in some rounds; what is left behind at every step shows in all of them, from 250 bytes a step.
        Assert.True(growth.Min() < 25_000, $"bytes allocated in each round of 100 steps: {string.Join(", ", growth)}");
    }
}
