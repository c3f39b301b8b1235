namespace Kinora.Torch.Optimizers;

/// <summary>Adam with weight decay apart from the gradient: Loshchilov and Hutter 2017, https://arxiv.org/abs/1711.05101.</summary>
public sealed class AdamW(
    IEnumerable<(string Name, Tensor Value)> parameters,
    double learningRate = 1e-3,
    double beta1 = 0.9,
    double beta2 = 0.999,
    double epsilon = 1e-8,
    double weightDecay = 1e-2,
    bool amsGrad = false)
    : Optimizer(parameters, learningRate, AdaptiveMoments.StateNames(amsGrad))
{
    private readonly AdaptiveMoments moments = new(beta1, beta2, epsilon, amsGrad);
    private readonly double weightDecay = AdaptiveMoments.CheckWeightDecay(weightDecay);

    private protected override void Update(Tensor parameter, Tensor gradient, ParameterState state)
    {
        parameter.Mul_(1 - (LearningRate * weightDecay));
        moments.Update(parameter, gradient, state, LearningRate);
    }
}
