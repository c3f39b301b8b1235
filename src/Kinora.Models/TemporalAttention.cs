using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models;

/// <summary>
/// Scaled dot-product attention of a sequence to itself (https://arxiv.org/abs/1706.03762), one head: every step becomes
/// a mean of all steps' values, weighted by how well its query fits their keys.
/// </summary>
internal sealed class TemporalAttention : Module
{
    private readonly int size;
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear value;

    /// <param name="features">Features of a step, F.</param>
    /// <param name="size">Length of queries and keys.</param>
    public TemporalAttention(int features, int size)
    {
        this.size = size;
        query = Register("query_proj", new Linear(features, size));
        key = Register("key_proj", new Linear(features, size));
        value = Register("value_proj", new Linear(features, features));
    }

    /// <summary>(N, T, F) becomes (N, T, F).</summary>
    /// <param name="sequence">(N, T, F).</param>
    /// <param name="mask">(N, T) of truth values; steps with false are given no weight. Null: all count.</param>
    public Tensor Forward(Tensor sequence, Tensor? mask)
    {
        using var scope = new TensorScope();
        var scores = query.Forward(sequence).Matmul(key.Forward(sequence).Transpose(-2, -1)) / Math.Sqrt(size);   // (N, T, T)
        if (mask is not null)
        {
            scores = scores.MaskedFill(mask.LogicalNot().Unsqueeze(1), double.NegativeInfinity);
        }

        return scope.Return(scores.Softmax(-1).Matmul(value.Forward(sequence)));                                  // (N, T, F)
    }
}
