namespace Kinora.Torch.Optimizers;

/// <summary>
/// Scales the loss so that gradients in float16 do not vanish, by the rules of <c>torch.cuda.amp.GradScaler</c>: where a gradient is
/// not finite the step is left out and the scale goes down, after many good steps it goes up. Micikevicius et al. 2017,
/// https://arxiv.org/abs/1710.03740:
/// <code>
/// scaler.Scale(loss).Backward();
/// scaler.Unscale(optimizer);     // where gradients are clipped
/// scaler.Step(optimizer);
/// scaler.Update();
/// </code>
/// </summary>
public sealed class GradScaler : IDisposable
{
    private const string ScaleName = "scale";
    private const string TrackerName = "growth_tracker";

    private readonly double growth;
    private readonly double backoff;
    private readonly int interval;

    // Of each optimiser since the last update: whether its gradients were finite, and whether it stepped.
    private readonly Dictionary<Optimizer, (bool AreFinite, bool HasStepped)> seen = [];

    // float32, as PyTorch keeps it.
    private float scale;
    private int tracker;

    /// <summary>Settings as PyTorch names and defaults them.</summary>
    /// <param name="initScale">The scale at first, above 0.</param>
    /// <param name="growthFactor">What the scale is multiplied by after many good steps, above 1.</param>
    /// <param name="backoffFactor">What it is multiplied by after a step that was left out, between 0 and 1.</param>
    /// <param name="growthInterval">How many good steps in a row.</param>
    public GradScaler(double initScale = 65536, double growthFactor = 2, double backoffFactor = 0.5, int growthInterval = 2000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(initScale);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(growthFactor, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(growthInterval);
        if (backoffFactor is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(backoffFactor), backoffFactor, "between 0 and 1");
        }

        (scale, growth, backoff, interval) = ((float)initScale, growthFactor, backoffFactor, growthInterval);
    }

    /// <summary>What the loss is multiplied by now.</summary>
    public double CurrentScale => scale;

    /// <summary>Good steps in a row so far.</summary>
    public int GrowthTracker => tracker;

    /// <summary>The loss, scaled: call <see cref="Tensor.Backward"/> on it.</summary>
    /// <param name="loss">A scalar, or losses of any shape.</param>
    public Tensor Scale(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return loss.Mul((double)scale);
    }

    /// <summary>Takes the scale out of the gradients again, once a step; <see cref="Step"/> does it where nobody has.</summary>
    /// <param name="optimizer">Whose gradients.</param>
    /// <exception cref="InvalidOperationException">It was done since the last <see cref="Update"/>.</exception>
    public void Unscale(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (seen.ContainsKey(optimizer))
        {
            throw new InvalidOperationException("the gradients of this optimiser were unscaled since the last Update; call Unscale once a step, before Step");
        }

        using var scope = new TensorScope();
        using var mode = Autograd.NoGrad();
        Tensor[] gradients = [.. optimizer.Parameters.Select(parameter => parameter.Grad).OfType<Tensor>()];
        seen[optimizer] = (AreFinite(gradients), false);
        if (gradients.Length > 0)
        {
            Ops.ForeachMul_(gradients, (double)(float)(1.0 / scale));
        }
    }

    /// <summary>Lets the optimiser step unless a gradient is not finite.</summary>
    /// <param name="optimizer">Whose gradients were computed from a scaled loss.</param>
    /// <returns>False where the step was left out.</returns>
    /// <exception cref="InvalidOperationException">It has stepped since the last <see cref="Update"/>.</exception>
    public bool Step(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (!seen.ContainsKey(optimizer))
        {
            Unscale(optimizer);
        }

        var (areFinite, hasStepped) = seen[optimizer];
        if (hasStepped)
        {
            throw new InvalidOperationException("this optimiser has stepped since the last Update; call Update after every step");
        }

        seen[optimizer] = (areFinite, true);
        if (areFinite)
        {
            optimizer.Step();
        }

        return areFinite;
    }

    /// <summary>Changes the scale by what the gradients were like since the last time.</summary>
    /// <exception cref="InvalidOperationException">No gradients were looked at since.</exception>
    public void Update()
    {
        if (seen.Count == 0)
        {
            throw new InvalidOperationException("no gradients were looked at since the last Update; call Step or Unscale before");
        }

        if (!seen.Values.All(one => one.AreFinite))
        {
            (scale, tracker) = ((float)(scale * backoff), 0);
        }
        else if (++tracker == interval)
        {
            // A scale that float32 cannot hold is not taken.
            var grown = (float)(scale * growth);
            (scale, tracker) = (float.IsFinite(grown) ? grown : scale, 0);
        }

        seen.Clear();
    }

    /// <summary>What is to be remembered, as new tensors in the innermost scope: <c>scale</c> and <c>growth_tracker</c>, PyTorch's names.</summary>
    public IReadOnlyDictionary<string, Tensor> StateDict() =>
        new OrderedDictionary<string, Tensor>(StringComparer.Ordinal) { [ScaleName] = Tensor.Of(scale), [TrackerName] = Tensor.Of(tracker) };

    /// <summary>Goes on where <see cref="StateDict"/> was taken.</summary>
    /// <exception cref="TorchException">The state is not that of a scaler; nothing was changed.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (scale, tracker) = ((float)Read(state, ScaleName, DType.Float32), (int)Read(state, TrackerName, DType.Int32));
        seen.Clear();
    }

    /// <summary>Forgets which optimisers it has seen; it holds no tensors.</summary>
    public void Dispose() => seen.Clear();

    private static double Read(IReadOnlyDictionary<string, Tensor> state, string name, DType dtype)
    {
        if (!state.TryGetValue(name, out var tensor))
        {
            throw new TorchException($"the state of {nameof(GradScaler)} lacks '{name}'");
        }

        return tensor.DType == dtype && tensor.Dim == 0
            ? tensor.Item()
            : throw new TorchException($"the state has {tensor} as '{name}', where {dtype} () is expected");
    }

    // One answer for all, so that a graphics card is waited for once.
    private static bool AreFinite(Tensor[] gradients) =>
        gradients.Length == 0 || Ops.Stack(Array.ConvertAll(gradients, gradient => gradient.Isfinite().All())).All().Item() != 0;
}
