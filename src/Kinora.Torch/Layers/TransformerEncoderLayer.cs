namespace Kinora.Torch.Layers;

/// <summary>
/// Self-attention, then two dense layers on each step, each added to what it was given and normalised afterwards
/// (https://arxiv.org/abs/1706.03762): PyTorch's layer of that name with its defaults, batch first.
/// </summary>
public sealed class TransformerEncoderLayer : Module
{
    private readonly MultiheadAttention attention;
    private readonly Linear linear1;
    private readonly Linear linear2;
    private readonly LayerNorm norm1;
    private readonly LayerNorm norm2;
    private readonly Dropout dropout;

    /// <param name="features">Features of a step, a multiple of the heads.</param>
    /// <param name="heads">Attention heads.</param>
    /// <param name="feedForward">Features between the two dense layers.</param>
    /// <param name="dropout">Share dropped in training, 0 to 1.</param>
    public TransformerEncoderLayer(long features, long heads, long feedForward = 2048, double dropout = 0.1)
    {
        attention = Register("self_attn", new MultiheadAttention(features, heads, dropout));
        linear1 = Register("linear1", new Linear(features, feedForward));
        this.dropout = Register("dropout", new Dropout(dropout));
        linear2 = Register("linear2", new Linear(feedForward, features));
        norm1 = Register("norm1", new LayerNorm(features));
        norm2 = Register("norm2", new LayerNorm(features));
    }

    /// <summary>(N, T, F) becomes (N, T, F).</summary>
    /// <param name="sequence">(N, T, F).</param>
    /// <param name="mask">(N, T) of truth values; steps with false are given no weight. Null: all count.</param>
    public Tensor Forward(Tensor sequence, Tensor? mask = null)
    {
        using var scope = new TensorScope();
        var x = norm1.Forward(sequence + dropout.Forward(attention.Forward(sequence, mask)));
        var dense = linear2.Forward(dropout.Forward(linear1.Forward(x).Relu()));
        return scope.Return(norm2.Forward(x + dropout.Forward(dense)));
    }
}
