namespace Kinora.Torch.Layers;

/// <summary>Gated recurrent units (https://arxiv.org/abs/1406.1078), stacked and in both directions if wanted.</summary>
public sealed class GRU(long inputSize, long hiddenSize, RecurrentOptions? options = null) : Recurrent(3, inputSize, hiddenSize, options ?? new())
{
    /// <summary>Runs over sequences.</summary>
    /// <param name="input">(N, T, C), or (T, N, C) when not batch first.</param>
    /// <param name="initial">State before the first step, (layers · directions, N, hidden); zeros when null.</param>
    /// <param name="mask">(N, T) of truth values: a step with false changes nothing and gives zeros. Null: all count.</param>
    /// <returns>Output of the last layer, (N, T, directions · hidden) or (T, N, directions · hidden), and the state after each sequence's last step.</returns>
    public (Tensor Output, Tensor State) Forward(Tensor input, Tensor? initial = null, Tensor? mask = null)
    {
        RequireInput(input, initial);
        using var scope = new TensorScope();
        var state = initial ?? ZeroState(input);
        if (mask is null)
        {
            var (output, hidden) = Ops.Gru(input, state, Weights, Options.Bias, Options.Layers, Options.Dropout, Training, Options.Bidirectional, Options.BatchFirst);
            return (scope.Return(output), scope.Return(hidden));
        }
        else
        {
            var sequences = new MaskedSequences(input, mask, Options.BatchFirst);
            var (output, hidden) = Ops.Gru(sequences.Data, sequences.BatchSizes, sequences.Sort(state), Weights, Options.Bias, Options.Layers, Options.Dropout, Training, Options.Bidirectional);
            return (scope.Return(sequences.Unpack(output)), scope.Return(sequences.Unsort(hidden)));
        }
    }
}
