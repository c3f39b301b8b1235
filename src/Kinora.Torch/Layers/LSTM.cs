namespace Kinora.Torch.Layers;

/// <summary>What an LSTM remembers, both (layers · directions, N, hidden).</summary>
public readonly record struct LSTMState(Tensor Hidden, Tensor Cell);

/// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997, https://doi.org/10.1162/neco.1997.9.8.1735), stacked and in both directions if wanted.</summary>
public sealed class LSTM(long inputSize, long hiddenSize, RecurrentOptions? options = null) : Recurrent(4, inputSize, hiddenSize, options ?? new())
{
    /// <summary>Runs over sequences.</summary>
    /// <param name="input">(N, T, C), or (T, N, C) when not batch first.</param>
    /// <param name="initial">State before the first step; zeros when null.</param>
    /// <param name="mask">(N, T) of truth values: a step with false changes nothing and gives zeros. Null: all count.</param>
    /// <returns>Output of the last layer, (N, T, directions · hidden) or (T, N, directions · hidden), and the state after each sequence's last step.</returns>
    public (Tensor Output, LSTMState State) Forward(Tensor input, LSTMState? initial = null, Tensor? mask = null)
    {
        RequireInput(input, initial?.Hidden, initial?.Cell);
        using var scope = new TensorScope();
        Tensor[] state = initial is { } given ? [given.Hidden, given.Cell] : [ZeroState(input), ZeroState(input)];
        if (mask is null)
        {
            var (output, hidden, cell) = Ops.Lstm(input, state, Weights, Options.Bias, Options.Layers, Options.Dropout, Training, Options.Bidirectional, Options.BatchFirst);
            return (scope.Return(output), new LSTMState(scope.Return(hidden), scope.Return(cell)));
        }
        else
        {
            var sequences = new MaskedSequences(input, mask, Options.BatchFirst);
            var (output, hidden, cell) = Ops.Lstm(sequences.Data, sequences.BatchSizes, [sequences.Sort(state[0]), sequences.Sort(state[1])], Weights, Options.Bias, Options.Layers, Options.Dropout, Training, Options.Bidirectional);
            return (scope.Return(sequences.Unpack(output)), new LSTMState(scope.Return(sequences.Unsort(hidden)), scope.Return(sequences.Unsort(cell))));
        }
    }
}
