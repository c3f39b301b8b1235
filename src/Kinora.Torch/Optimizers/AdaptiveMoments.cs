namespace Kinora.Torch.Optimizers;

/// <summary>The step that Adam and AdamW share.</summary>
internal sealed class AdaptiveMoments
{
    private const string Mean = "exp_avg";
    private const string Square = "exp_avg_sq";
    private const string LargestSquare = "max_exp_avg_sq";

    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;
    private readonly bool amsGrad;

    public AdaptiveMoments(double beta1, double beta2, double epsilon, bool amsGrad)
    {
        CheckBeta(beta1, nameof(beta1));
        CheckBeta(beta2, nameof(beta2));
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
        this.amsGrad = amsGrad;
    }

    public static string[] StateNames(bool amsGrad) =>
        amsGrad ? ["step", Mean, Square, LargestSquare] : ["step", Mean, Square];

    public static double CheckWeightDecay(double weightDecay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        return weightDecay;
    }

    public void Update(Tensor parameter, Tensor gradient, ParameterState state, double learningRate)
    {
        var step = state.CountStep();
        var mean = state.ZerosAtFirst(Mean, parameter).Mul_(beta1).Add_(gradient, alpha: 1 - beta1);
        var square = state.ZerosAtFirst(Square, parameter).Mul_(beta2).Addcmul_(gradient, gradient, value: 1 - beta2);
        if (amsGrad)
        {
            var largest = state.ZerosAtFirst(LargestSquare, parameter);
            square = largest.Maximum(square, @out: largest);
        }

        var correction1 = 1 - Math.Pow(beta1, step);
        var correction2 = Math.Sqrt(1 - Math.Pow(beta2, step));
        var denominator = square.Sqrt().Div_(correction2).Add_(epsilon);
        parameter.Addcdiv_(mean, denominator, value: -(learningRate / correction1));
    }

    private static void CheckBeta(double beta, string name)
    {
        if (beta is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, beta, "from 0 to below 1");
        }
    }
}
