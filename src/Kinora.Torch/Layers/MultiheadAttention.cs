using Kinora.Torch.Initializers;

namespace Kinora.Torch.Layers;

/// <summary>
/// Attention of a sequence to itself by several heads (https://arxiv.org/abs/1706.03762), in PyTorch's order of operators.
/// Parameters: <c>in_proj_weight</c> (3 · features, features), <c>in_proj_bias</c> and <c>out_proj</c>.
/// </summary>
public sealed class MultiheadAttention : Module
{
    private readonly long heads;
    private readonly Tensor projection;
    private readonly Tensor projectionBias;
    private readonly double dropout;
    private readonly Linear output;

    /// <summary>Weights are drawn as PyTorch draws them.</summary>
    /// <param name="features">Features of a step, a multiple of the heads.</param>
    /// <param name="heads">How many weightings there are.</param>
    /// <param name="dropout">Share of the weights that is dropped in training, 0 to 1.</param>
    /// <exception cref="ArgumentException">The features cannot be divided among the heads.</exception>
    public MultiheadAttention(long features, long heads, double dropout = 0)
    {
        if (heads < 1 || features % heads != 0)
        {
            throw new ArgumentException($"{features} features cannot be divided among {heads} heads", nameof(heads));
        }

        (this.heads, this.dropout) = (heads, dropout);
        projection = RegisterParameter("in_proj_weight", Ops.Empty([3 * features, features]));
        projectionBias = RegisterParameter("in_proj_bias", Ops.Empty([3 * features]));
        output = Register("out_proj", new Linear(features, features));
        Initialize.XavierUniform(projection);
        Initialize.Zeros(projectionBias);
        Initialize.Zeros(output.Bias!);
    }

    /// <summary>(N, T, F) becomes (N, T, F).</summary>
    /// <param name="sequence">(N, T, F).</param>
    /// <param name="mask">(N, T) of truth values; steps with false are given no weight. Null: all count.</param>
    public Tensor Forward(Tensor sequence, Tensor? mask = null)
    {
        using var scope = new TensorScope();
        var (count, steps, features) = (sequence.Shape[0], sequence.Shape[1], sequence.Shape[2]);
        var parts = Ops.Linear(sequence.Transpose(0, 1), projection, projectionBias).Chunk(3, -1);           // 3 x (T, N, F)
        var query = Split(parts[0]) / Math.Sqrt((double)features / heads);                                   // (N · heads, T, F / heads)
        var keys = Split(parts[1]).Transpose(-2, -1);                                                        // (N · heads, F / heads, T)
        var scores = mask is null ? query.Bmm(keys) : Forbidden(mask).Baddbmm(query, keys);             // (N · heads, T, T)
        var weights = scores.Softmax(-1);
        weights = dropout > 0 ? Ops.Dropout(weights, dropout, Training) : weights;
        var mixed = weights.Bmm(Split(parts[2]));                                                            // (N · heads, T, F / heads)
        mixed = mixed.Transpose(0, 1).Contiguous().View([steps * count, features]);
        return scope.Return(output.Forward(mixed).View([steps, count, features]).Transpose(0, 1));           // (N, T, F)

        Tensor Split(Tensor part) => part.Contiguous().View([steps, count * heads, features / heads]).Transpose(0, 1);

        // (N, T) -> (N · heads, 1, T): minus infinity where a step must get no weight.
        Tensor Forbidden(Tensor allowed) => Ops.Zeros([count, 1, 1, steps], dtype: sequence.DType, device: sequence.Device)
            .MaskedFill(allowed.LogicalNot().View([count, 1, 1, steps]), double.NegativeInfinity)
            .Expand([-1, heads, -1, -1])
            .Reshape([count * heads, 1, steps]);
    }
}
