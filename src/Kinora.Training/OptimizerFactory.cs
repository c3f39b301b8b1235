using Kinora.Torch.Layers;
using Kinora.Torch.Optimizers;

namespace Kinora.Training;

/// <summary>Makes the optimizer that the options name.</summary>
internal static class OptimizerFactory
{
    public static Optimizer Make(Module model, TrainingOptions options) => options.Optimizer switch
    {
        OptimizerKind.Sgd => new SGD(model.NamedParameters(), options.LearningRate, momentum: options.Momentum, weightDecay: options.WeightDecay),
        OptimizerKind.Adam => new Adam(model.NamedParameters(), options.LearningRate, weightDecay: options.WeightDecay),
        OptimizerKind.AdamW => new AdamW(model.NamedParameters(), options.LearningRate, weightDecay: options.WeightDecay),
        OptimizerKind.RmsProp => new RMSprop(model.NamedParameters(), options.LearningRate, momentum: options.Momentum, weightDecay: options.WeightDecay),
        _ => throw new InvalidOperationException($"no optimizer for {options.Optimizer}"),
    };
}
