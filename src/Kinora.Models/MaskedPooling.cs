using Kinora.Torch;

namespace Kinora.Models;

/// <summary>Pools sequences over time without the frames that are only padding.</summary>
internal static class MaskedPooling
{
    /// <summary>Mean over time: (N, T, F) becomes (N, F).</summary>
    /// <param name="sequence">(N, T, F).</param>
    /// <param name="mask">(N, T) of truth values, false where a frame is padding; null where none is.</param>
    public static Tensor Mean(Tensor sequence, Tensor? mask)
    {
        if (mask is null)
        {
            return sequence.Mean([1]);
        }

        using var scope = new TensorScope();
        var counted = mask.To(sequence.DType).Unsqueeze(2);                                     // (N, T, 1)
        return scope.Return((sequence * counted).Sum([1]) / counted.Sum([1]));                  // (N, F)
    }

    /// <summary>Maximum over time: (N, T, F) becomes (N, F).</summary>
    /// <inheritdoc cref="Mean"/>
    public static Tensor Max(Tensor sequence, Tensor? mask)
    {
        using var scope = new TensorScope();
        var counted = mask is null ? sequence : sequence.MaskedFill(mask.LogicalNot().Unsqueeze(2), double.NegativeInfinity);
        return scope.Return(counted.Amax([1]));
    }
}
