using Kinora.Torch.Layers;

namespace Kinora.Torch.Optimizers;

/// <summary>
/// An exponential moving average of a module's parameters and buffers, as torchvision's reference trainings keep it
/// (<c>torch.optim.swa_utils.AveragedModel</c> with <c>use_buffers</c>): the same operators, the same bits. The averages are its own
/// and freed with it. Polyak and Juditsky 1992, https://doi.org/10.1137/0330046.
/// </summary>
public sealed class ExponentialAverage : IDisposable
{
    private const string CountName = "n_averaged";
    private const string Prefix = "module.";

    private readonly (string Name, Tensor Value, Tensor Average)[] entries;
    private readonly double decay;
    private Swapped? swapped;

    /// <summary>Begins with copies of what the module has.</summary>
    /// <param name="module">Its tensors stay its own; it must outlive the average.</param>
    /// <param name="decay">How much of the average stays at each update, 0 to 1.</param>
    public ExponentialAverage(Module module, double decay)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (decay is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(decay), decay, "from 0 to 1");
        }

        this.decay = decay;
        using var scope = new TensorScope();
        using var mode = Autograd.NoGrad();
        entries = [.. module.StateDict().Select(entry => (entry.Key, entry.Value, entry.Value.Detach().Clone().Unscoped()))];
    }

    /// <summary>Updates so far.</summary>
    public long Count { get; private set; }

    /// <summary>
    /// Takes in what the module has now; the first time copies it. Whole numbers, such as batch norm's count of batches, are
    /// averaged as PyTorch 1.13 does: in float32, and cut off.
    /// </summary>
    /// <exception cref="InvalidOperationException">The module shows the averages just now.</exception>
    public void Update()
    {
        RequireOwn();
        using var mode = Autograd.NoGrad();
        foreach (var (_, value, average) in entries)
        {
            using var scope = new TensorScope();
            var now = value.Detach().To(average.Device);
            average.Copy_(Count == 0 ? now : average.Mul(decay).Add(now.Mul(1 - decay)));
        }

        Count++;
    }

    /// <summary>
    /// Puts the averages into the module until disposed, for validation and checkpoints; then the module has its own again, the same
    /// memory. Nothing is copied, so that a module that learns meanwhile changes the averages.
    /// </summary>
    /// <returns>Puts the module's own tensors back.</returns>
    /// <exception cref="InvalidOperationException">The module shows the averages already.</exception>
    public IDisposable Swap()
    {
        RequireOwn();
        return swapped = new Swapped(this);
    }

    /// <summary>
    /// What is to be remembered: the averages, its own tensors, under PyTorch's names (<c>module.conv1.weight</c>), and the count
    /// (<c>n_averaged</c>), a new tensor in the innermost scope.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal) { [CountName] = Tensor.Of(Count) };
        foreach (var (name, _, average) in entries)
        {
            state.Add(Prefix + name, average);
        }

        return state;
    }

    /// <summary>Goes on where <see cref="StateDict"/> was taken; the tensors are copied.</summary>
    /// <exception cref="Serialization.WeightsException">Lists what is missing, unexpected or of another shape; then nothing was copied.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var scope = new TensorScope();
        using var mode = Autograd.NoGrad();
        StateDictCheck.RequireSame(StateDict(), state.Select(item => (item.Key, (IReadOnlyList<long>)item.Value.Shape)), nameof(ExponentialAverage));
        foreach (var (name, _, average) in entries)
        {
            average.Copy_(state[Prefix + name]);
        }

        Count = (long)state[CountName].Item();
    }

    /// <summary>Frees the averages; a module that shows them gets its own back before.</summary>
    public void Dispose()
    {
        swapped?.Dispose();
        foreach (var (_, _, average) in entries)
        {
            average.Dispose();
        }
    }

    private void RequireOwn()
    {
        if (swapped is not null)
        {
            throw new InvalidOperationException("the module shows the averages; dispose what Swap gave first");
        }
    }

    private sealed class Swapped : IDisposable
    {
        private readonly ExponentialAverage owner;
        private readonly Tensor[] own;

        public Swapped(ExponentialAverage owner)
        {
            this.owner = owner;
            using var mode = Autograd.NoGrad();
            using var scope = new TensorScope();
            own = Array.ConvertAll(owner.entries, entry => entry.Value.Detach().Unscoped());
            foreach (var (_, value, average) in owner.entries)
            {
                value.SetData(average.To(value.Device));
            }
        }

        public void Dispose()
        {
            if (owner.swapped != this)
            {
                return;
            }

            owner.swapped = null;
            using var mode = Autograd.NoGrad();
            foreach (var ((_, value, _), tensor) in owner.entries.Zip(own))
            {
                value.SetData(tensor);
                tensor.Dispose();
            }
        }
    }
}
