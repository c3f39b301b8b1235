using System.Globalization;

namespace Kinora.Torch;

/// <summary>The kind of a device; the numbers of <c>c10::DeviceType</c>.</summary>
public enum DeviceType : sbyte
{
    Cpu = 0,
    Cuda = 1,
}

/// <summary>Where a tensor's memory is. An index of -1 means the current device of its kind.</summary>
public readonly record struct Device(DeviceType Type, int Index = -1)
{
    /// <summary>The processor.</summary>
    public static Device Cpu => new(DeviceType.Cpu);

    /// <summary>A graphics card by its number.</summary>
    public static Device Cuda(int index = 0) => new(DeviceType.Cuda, index);

    /// <summary>The first graphics card where libtorch finds one, else the processor.</summary>
    public static Device Best => TorchRuntime.HasCuda ? Cuda() : Cpu;

    /// <summary>Reads <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static Device Parse(string text)
    {
        if (text is "cpu")
        {
            return Cpu;
        }

        if (text is "cuda")
        {
            return new(DeviceType.Cuda);
        }

        return text.StartsWith("cuda:", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? Cuda(index)
            : throw new FormatException($"'{text}' is no device; expected cpu, cuda or cuda:N");
    }

    /// <summary>As PyTorch writes it: <c>cpu</c>, <c>cuda:0</c>.</summary>
    public override string ToString()
    {
        var name = Type == DeviceType.Cpu ? "cpu" : "cuda";
        return Index < 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{Index}");
    }
}
