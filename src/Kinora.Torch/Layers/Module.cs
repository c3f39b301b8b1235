using Kinora.Torch.Serialization;

namespace Kinora.Torch.Layers;

/// <summary>
/// Something with weights: parameters (learnt), buffers (kept beside them, such as running means) and modules inside, each
/// registered under the name PyTorch gives it. A module owns its tensors: no scope frees them, <see cref="Dispose()"/> does.
/// </summary>
public abstract class Module : IDisposable
{
    private readonly OrderedDictionary<string, Tensor> parameters = [];
    private readonly OrderedDictionary<string, Tensor> buffers = [];
    private readonly OrderedDictionary<string, Module> children = [];

    /// <summary>Whether dropout drops and batch norm learns its statistics. True at first, as in PyTorch.</summary>
    public bool Training { get; private set; } = true;

    /// <summary>Sets training or evaluation mode here and in all modules inside.</summary>
    public void Train(bool mode = true)
    {
        Training = mode;
        foreach (var child in children.Values)
        {
            child.Train(mode);
        }
    }

    /// <summary>Sets evaluation mode here and in all modules inside.</summary>
    public void Eval() => Train(false);

    /// <summary>Modules directly inside, in the order of registration.</summary>
    public IEnumerable<(string Name, Module Value)> NamedChildren() => children.Select(child => (child.Key, child.Value));

    /// <summary>This module (named "") and all inside, outer before inner.</summary>
    public IEnumerable<(string Name, Module Value)> NamedModules() => NamedModules("");

    /// <summary>All parameters in PyTorch's order: a module's own before those inside.</summary>
    public IEnumerable<(string Name, Tensor Value)> NamedParameters() =>
        NamedModules().SelectMany(module => module.Value.parameters.Select(own => (Join(module.Name, own.Key), own.Value)));

    /// <summary>All buffers in PyTorch's order: a module's own before those inside.</summary>
    public IEnumerable<(string Name, Tensor Value)> NamedBuffers() =>
        NamedModules().SelectMany(module => module.Value.buffers.Select(own => (Join(module.Name, own.Key), own.Value)));

    /// <summary>All parameters, as an optimiser wants them.</summary>
    public IEnumerable<Tensor> Parameters() => NamedParameters().Select(parameter => parameter.Value);

    /// <summary>Whether the parameters here and inside take part in training. Batch norm has its own <c>Frozen</c> for its statistics.</summary>
    public void RequiresGrad(bool value)
    {
        foreach (var parameter in Parameters())
        {
            parameter.RequiresGrad = value;
        }
    }

    /// <summary>Forgets all gradients.</summary>
    public void ZeroGrad()
    {
        foreach (var parameter in Parameters())
        {
            parameter.Grad = null;
        }
    }

    /// <summary>
    /// Parameters and buffers by name in PyTorch's order: of each module first its parameters, then its buffers, then the modules
    /// inside. The tensors are the module's own, not copies: do not dispose them.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var state = new OrderedDictionary<string, Tensor>();
        foreach (var (name, module) in NamedModules())
        {
            foreach (var (key, value) in module.parameters.Concat(module.buffers))
            {
                state.Add(Join(name, key), value);
            }
        }

        return state;
    }

    /// <summary>Copies values into the parameters and buffers; types and devices are converted. Names and shapes must all fit.</summary>
    /// <exception cref="WeightsException">Lists what is missing, unexpected or of another shape; then nothing was copied.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        var own = StateDict();
        StateDictCheck.RequireSame(own, state.Select(item => (item.Key, (IReadOnlyList<long>)item.Value.Shape)), GetType().Name);
        using var noGrad = Autograd.NoGrad();
        foreach (var (name, value) in own)
        {
            value.Copy_(state[name]);
        }
    }

    /// <summary>
    /// Takes over all parameters and buffers from a safetensors file, read straight into their memory: a large network is
    /// there once and not twice while it is loaded. After an exception their values are not defined.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightsException">No such file, no safetensors file, cut short or damaged; or names are missing or unknown, or shapes differ, all of which are listed.</exception>
    public void LoadStateDict(string path) => WeightsFile.Read(path, stream =>
    {
        var own = StateDict();
        var header = SafeTensorsHeader.Read(stream);
        StateDictCheck.RequireSame(own, header.Entries.Select(entry => (entry.Name, entry.Shape)), GetType().Name);
        using var noGrad = Autograd.NoGrad();
        foreach (var entry in header.Entries)
        {
            using var scope = new TensorScope();
            var target = own[entry.Name];
            var isInPlace = target.DType == entry.Type && target.Device.Type == DeviceType.Cpu && target.IsContiguous;
            var read = isInPlace ? target : TensorBytes.Allocate(entry.Type, [.. entry.Shape]);
            stream.Position = entry.Offset;
            TensorBytes.Fill(read, stream);
            if (!isInPlace)
            {
                target.Copy_(read);
            }
        }

        return own.Count;
    });

    /// <summary>Moves parameters, their gradients and buffers to a device. The tensors stay the same objects, so optimisers keep them.</summary>
    public void To(Device device) => Replace(tensor => tensor.To(device));

    /// <summary>Converts parameters, their gradients and buffers that are floating point; whole numbers stay, as in PyTorch.</summary>
    public void To(DType type) => Replace(tensor => tensor.DType.IsFloatingPoint() ? tensor.To(type) : tensor);

    /// <summary>Frees all tensors here and inside.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees all tensors here and inside.</summary>
    protected virtual void Dispose(bool disposing)
    {
        foreach (var tensor in parameters.Values.Concat(buffers.Values))
        {
            tensor.Dispose();
        }

        foreach (var child in children.Values)
        {
            child.Dispose();
        }
    }

    /// <summary>Makes a module part of this one, which owns it from now on.</summary>
    protected T Register<T>(string name, T child)
        where T : Module
    {
        RequireNew(name);
        children.Add(name, child);
        return child;
    }

    /// <summary>Makes a tensor a parameter that requires gradients. This module owns it from now on.</summary>
    protected Tensor RegisterParameter(string name, Tensor value)
    {
        RequireNew(name);
        parameters.Add(name, value.Unscoped());
        value.RequiresGrad = true;
        return value;
    }

    /// <summary>Makes a tensor part of the state without being learnt. This module owns it from now on.</summary>
    protected Tensor RegisterBuffer(string name, Tensor value)
    {
        RequireNew(name);
        buffers.Add(name, value.Unscoped());
        return value;
    }

    private static string Join(string prefix, string name) => prefix.Length == 0 ? name : $"{prefix}.{name}";

    private IEnumerable<(string Name, Module Value)> NamedModules(string prefix) =>
        children.SelectMany(child => child.Value.NamedModules(Join(prefix, child.Key))).Prepend((prefix, this));

    private void RequireNew(string name)
    {
        if (name.Length == 0 || name.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{name}' cannot name a part of {GetType().Name}: names are not empty and have no dot", nameof(name));
        }

        if (parameters.ContainsKey(name) || buffers.ContainsKey(name) || children.ContainsKey(name))
        {
            throw new ArgumentException($"{GetType().Name} already has a part named '{name}'", nameof(name));
        }
    }

    private void Replace(Func<Tensor, Tensor> convert)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = new TensorScope();
        foreach (var (_, tensor) in NamedParameters().Concat(NamedBuffers()))
        {
            if (tensor.Grad is { } gradient)
            {
                gradient.SetData(convert(gradient));
            }

            tensor.SetData(convert(tensor));
        }
    }
}
