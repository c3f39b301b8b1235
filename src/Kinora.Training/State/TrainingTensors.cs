using Kinora.Torch;
using Kinora.Torch.Layers;
using Kinora.Torch.Optimizers;

namespace Kinora.Training.State;

/// <summary>Every tensor that a step changes, under one name each: network, optimiser, average, scaler, random numbers.</summary>
/// <param name="model">The network.</param>
/// <param name="optimizer">The optimiser.</param>
/// <param name="average">The average of the weights; null for none.</param>
/// <param name="scaler">The scaler of the loss; null for none.</param>
/// <param name="device">Where the network is.</param>
internal sealed class TrainingTensors(Module model, Optimizer optimizer, ExponentialAverage? average, GradScaler? scaler, Device device)
{
    private const string RandomCpu = "random.cpu";
    private const string RandomDevice = "random.device";

    /// <summary>All of them; those of random numbers belong to the innermost scope.</summary>
    public IReadOnlyDictionary<string, Tensor> Take()
    {
        var all = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        Add("model", model.StateDict());
        Add("optimizer", optimizer.StateDict());
        Add("average", average?.StateDict());
        Add("scaler", scaler?.StateDict());
        all.Add(RandomCpu, Bytes(TorchRandom.GetState()));
        if (device.Type != DeviceType.Cpu)
        {
            all.Add(RandomDevice, Bytes(TorchRandom.GetState(device)));
        }

        return all;

        void Add(string part, IReadOnlyDictionary<string, Tensor>? state)
        {
            foreach (var (name, tensor) in state ?? new Dictionary<string, Tensor>())
            {
                all.Add($"{part}.{name}", tensor);
            }
        }
    }

    /// <summary>Puts everything back.</summary>
    /// <param name="tensors">From <see cref="Take"/>.</param>
    /// <exception cref="Torch.Serialization.WeightsException">They do not fit the network.</exception>
    /// <exception cref="TorchException">They do not fit the optimiser, or this machine's random numbers.</exception>
    public void Put(IReadOnlyDictionary<string, Tensor> tensors)
    {
        model.LoadStateDict(Part("model"));
        optimizer.LoadStateDict(Part("optimizer"));
        average?.LoadStateDict(Part("average"));
        scaler?.LoadStateDict(Part("scaler"));
        TorchRandom.SetState(tensors[RandomCpu].ToBytes());
        if (device.Type != DeviceType.Cpu)
        {
            TorchRandom.SetState(tensors[RandomDevice].ToBytes(), device);
        }

        Dictionary<string, Tensor> Part(string part) => tensors
            .Where(tensor => tensor.Key.StartsWith(part + ".", StringComparison.Ordinal))
            .ToDictionary(tensor => tensor.Key[(part.Length + 1)..], tensor => tensor.Value, StringComparer.Ordinal);
    }

    private static Tensor Bytes(byte[] bytes) => Tensor.From<byte>(bytes, bytes.Length);
}
