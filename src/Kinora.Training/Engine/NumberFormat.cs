using Kinora.Torch;

namespace Kinora.Training.Engine;

/// <summary>Which numbers a network computes with on a device.</summary>
internal static class NumberFormat
{
    /// <summary>What autocast shall compute with; null for float32 throughout.</summary>
    /// <param name="precision">What was asked for.</param>
    /// <param name="device">Where.</param>
    public static DType? Of(PrecisionKind precision, Device device) => precision switch
    {
        PrecisionKind.Float32 => null,
        PrecisionKind.Bfloat16 => DType.BFloat16,
        PrecisionKind.Float16 => DType.Float16,
        PrecisionKind.Mixed when device.Type != DeviceType.Cpu => DType.Float16,
        PrecisionKind.Mixed when TorchRuntime.HasFastBfloat16 => DType.BFloat16,
        PrecisionKind.Mixed => null,
        _ => throw new InvalidOperationException($"no rule for {precision}"),
    };
}
