namespace Kinora.Torch.Optimizers;

/// <summary>
/// Kingma and Ba 2014, https://arxiv.org/abs/1412.6980; AMSGrad: Reddi et al. 2018, https://openreview.net/forum?id=ryQu7f-RZ.
/// Weight decay is added to the gradient; <see cref="AdamW"/> takes it from the weights.
/// </summary>
public sealed class Adam(
    IEnumerable<(string Name, Tensor Value)> parameters,
    double learningRate = 1e-3,
    double beta1 = 0.9,
    double beta2 = 0.999,
    double epsilon = 1e-8,
    double weightDecay = 0,
    bool amsGrad = false)
    : Optimizer(parameters, learningRate, AdaptiveMoments.StateNames(amsGrad))
{
    private readonly AdaptiveMoments moments = new(beta1, beta2, epsilon, amsGrad);
    private readonly double weightDecay = AdaptiveMoments.CheckWeightDecay(weightDecay);

    private protected override void Update(Tensor parameter, Tensor gradient, ParameterState state)
    {
        if (weightDecay != 0)
        {
            gradient = gradient.Add(parameter, alpha: weightDecay);
        }

        moments.Update(parameter, gradient, state, LearningRate);
    }
}
