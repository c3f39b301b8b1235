namespace Kinora.Torch.Optimizers;

/// <summary>
/// Changes parameters along their gradients, by the rules and in the order of operators of <c>torch.optim</c>: the same
/// gradients give the same bits. What it remembers of each parameter is its own and freed with it; the parameters are not.
/// </summary>
public abstract class Optimizer : IDisposable
{
    private readonly (string Name, Tensor Value)[] parameters;
    private readonly Dictionary<string, ParameterState> states = new(StringComparer.Ordinal);

    /// <param name="parameters">Names and values, as <c>Module.NamedParameters()</c> gives them.</param>
    /// <param name="learningRate">Not negative.</param>
    /// <param name="stateNames">What is remembered of a parameter once it had a gradient.</param>
    private protected Optimizer(IEnumerable<(string Name, Tensor Value)> parameters, double learningRate, params string[] stateNames)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfNegative(learningRate);
        LearningRate = learningRate;
        this.parameters = [.. parameters];
        foreach (var (name, _) in this.parameters)
        {
            if (!states.TryAdd(name, new ParameterState(stateNames)))
            {
                throw new ArgumentException($"two parameters are named '{name}'", nameof(parameters));
            }
        }
    }

    /// <summary>The step size; a schedule sets it. It is no part of <see cref="StateDict"/>.</summary>
    public double LearningRate { get; set; }

    /// <summary>What is updated, in the order given; the tensors are their owner's.</summary>
    public IEnumerable<Tensor> Parameters => parameters.Select(parameter => parameter.Value);

    /// <summary>Updates every parameter that has a gradient.</summary>
    public void Step()
    {
        using (Autograd.NoGrad())
        {
            foreach (var (name, value) in parameters)
            {
                using var scope = new TensorScope();
                if (value.Grad is { } gradient)
                {
                    Update(value, gradient, states[name]);
                }
            }
        }
    }

    /// <summary>Forgets the gradients.</summary>
    /// <param name="setToNone">
    /// Frees them, as PyTorch 2 does, and a parameter that gets no new one is left alone by the next step; false fills them
    /// with zeros, as PyTorch 1.13 does unless told otherwise.
    /// </param>
    public void ZeroGrad(bool setToNone = true)
    {
        foreach (var (_, value) in parameters)
        {
            if (setToNone)
            {
                value.Grad = null;
                continue;
            }

            using var scope = new TensorScope();
            using var mode = Autograd.NoGrad();
            value.Grad?.Zero_();
        }
    }

    /// <summary>
    /// What the optimiser remembers, under <c>PARAMETER.STATE</c> (<c>conv1.weight.exp_avg</c>), in the order of the
    /// parameters: its own tensors, not copies. A parameter that never had a gradient has none.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var all = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, _) in parameters)
        {
            foreach (var (state, tensor) in states[name].Entries)
            {
                all.Add($"{name}.{state}", tensor);
            }
        }

        return all;
    }

    /// <summary>Goes on exactly where <see cref="StateDict"/> was taken; the tensors are copied.</summary>
    /// <exception cref="TorchException">The state is not that of these parameters and settings; nothing was changed.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var expected = parameters.ToDictionary(p => p.Name, p => states[p.Name].Names.Select(n => $"{p.Name}.{n}").ToArray(), StringComparer.Ordinal);
        var strangers = state.Keys.Except(expected.Values.SelectMany(keys => keys), StringComparer.Ordinal).ToArray();
        if (strangers.Length > 0)
        {
            throw new TorchException($"{strangers.Length} of {state.Count} entries are not of the state of this {GetType().Name}; the first is '{strangers[0]}'");
        }

        // A parameter that never had a gradient has no state; any other has all of it.
        var known = parameters.Where(p => expected[p.Name].Any(state.ContainsKey)).ToArray();
        foreach (var (name, value) in known)
        {
            foreach (var key in expected[name])
            {
                if (!state.TryGetValue(key, out var tensor))
                {
                    throw new TorchException($"the state of {GetType().Name} lacks '{key}'");
                }

                ParameterState.Check(key, tensor, value);
            }
        }

        using var mode = Autograd.NoGrad();
        foreach (var remembered in states.Values)
        {
            remembered.Dispose();
        }

        foreach (var (name, value) in known)
        {
            using var scope = new TensorScope();
            foreach (var entry in states[name].Names)
            {
                var tensor = state[$"{name}.{entry}"];
                states[name].Set(entry, tensor.To(ParameterState.DeviceOf(entry, value)).Clone());
            }
        }
    }

    /// <summary>Frees what is remembered of the parameters.</summary>
    public void Dispose()
    {
        foreach (var state in states.Values)
        {
            state.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>One parameter's step; autograd is off, and a scope open for what is needed on the way.</summary>
    private protected abstract void Update(Tensor parameter, Tensor gradient, ParameterState state);
}
