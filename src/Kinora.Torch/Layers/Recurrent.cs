using Kinora.Torch.Initializers;

namespace Kinora.Torch.Layers;

/// <summary>
/// What LSTM and GRU share: for each layer k and direction the parameters <c>weight_ih_lk</c>, <c>weight_hh_lk</c>, <c>bias_ih_lk</c>
/// and <c>bias_hh_lk</c>, the backward direction's with <c>_reverse</c> behind, drawn as PyTorch draws them.
/// Inputs are (N, T, C), or (T, N, C) when <c>batchFirst</c> is false.
/// </summary>
public abstract class Recurrent : Module
{
    private readonly long inputSize;

    private protected Recurrent(int gates, long inputSize, long hiddenSize, RecurrentOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hiddenSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Layers);
        (this.inputSize, HiddenSize, Options) = (inputSize, hiddenSize, options);
        for (var layer = 0L; layer < options.Layers; layer++)
        {
            var features = layer == 0 ? inputSize : hiddenSize * Directions;
            foreach (var direction in options.Bidirectional ? [$"l{layer}", $"l{layer}_reverse"] : new[] { $"l{layer}" })
            {
                RegisterParameter($"weight_ih_{direction}", Ops.Empty([gates * hiddenSize, features]));
                RegisterParameter($"weight_hh_{direction}", Ops.Empty([gates * hiddenSize, hiddenSize]));
                if (options.Bias)
                {
                    RegisterParameter($"bias_ih_{direction}", Ops.Empty([gates * hiddenSize]));
                    RegisterParameter($"bias_hh_{direction}", Ops.Empty([gates * hiddenSize]));
                }
            }
        }

        var bound = 1 / Math.Sqrt(hiddenSize);
        Weights = [.. Parameters()];
        foreach (var weight in Weights)
        {
            Initialize.Uniform(weight, -bound, bound);
        }
    }

    /// <summary>Features of the state, and of the output for each direction.</summary>
    public long HiddenSize { get; }

    /// <summary>How it was made.</summary>
    public RecurrentOptions Options { get; }

    /// <summary>The mask of sequences with padding at their end: (N, steps) of truth values, the first <c>lengths[n]</c> of row n true.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A length is not between 0 and <paramref name="steps"/>.</exception>
    public static Tensor MaskOf(ReadOnlySpan<long> lengths, long steps)
    {
        var mask = new bool[lengths.Length * steps];
        for (var n = 0; n < lengths.Length; n++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(lengths[n]);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(lengths[n], steps);
            mask.AsSpan((int)(n * steps), (int)lengths[n]).Fill(true);
        }

        return Tensor.From(mask, lengths.Length, steps);
    }

    private protected Tensor[] Weights { get; }

    private long Directions => Options.Bidirectional ? 2 : 1;

    private protected int BatchDimension => Options.BatchFirst ? 0 : 1;

    /// <summary>A state of zeros, (layers · directions, N, hidden).</summary>
    private protected Tensor ZeroState(Tensor input) =>
        Ops.Zeros([Options.Layers * Directions, input.Shape[BatchDimension], HiddenSize], dtype: input.DType, device: input.Device);

    private protected void RequireInput(Tensor input, params ReadOnlySpan<Tensor?> states)
    {
        if (input.Dim != 3 || input.Shape[2] != inputSize)
        {
            var axes = Options.BatchFirst ? "N, T" : "T, N";
            throw new ArgumentException($"{GetType().Name} takes ({axes}, {inputSize}), found shape {Tensor.ShapeText(input.Shape)}", nameof(input));
        }

        long[] expected = [Options.Layers * Directions, input.Shape[BatchDimension], HiddenSize];
        foreach (var state in states)
        {
            if (state is not null && !state.Shape.AsSpan().SequenceEqual(expected))
            {
                throw new ArgumentException($"{GetType().Name} takes an initial state of shape {Tensor.ShapeText(expected)}, found {Tensor.ShapeText(state.Shape)}", nameof(states));
            }
        }
    }
}

/// <summary>How a recurrent network is built; the defaults are PyTorch's except <see cref="BatchFirst"/>.</summary>
public sealed record RecurrentOptions
{
    /// <summary>Layers on top of each other, 1 or more.</summary>
    public long Layers { get; init; } = 1;

    /// <summary>Whether a second network reads the sequence backwards; its output stands behind the first one's.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>Whether inputs are (N, T, C), as clips are, or (T, N, C).</summary>
    public bool BatchFirst { get; init; } = true;

    /// <summary>Whether there are biases.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Share of each layer's output that is dropped in training before the next layer, 0 to 1.</summary>
    public double Dropout { get; init; }
}
