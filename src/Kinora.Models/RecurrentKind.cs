using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models;

/// <summary>Which recurrent network goes through a sequence.</summary>
public enum RecurrentKind
{
    /// <summary>Gated recurrent units.</summary>
    Gru,

    /// <summary>Long short-term memory.</summary>
    Lstm,
}

/// <summary>Both kinds, made and called alike.</summary>
internal static class RecurrentNetworks
{
    /// <summary>A network of that kind.</summary>
    public static Recurrent Make(this RecurrentKind kind, long inputs, long hidden, RecurrentOptions options) =>
        kind == RecurrentKind.Gru ? new GRU(inputs, hidden, options) : new LSTM(inputs, hidden, options);

    /// <summary>The parameter prefix that PyTorch users give it: <c>gru</c>, <c>lstm</c>.</summary>
    public static string Name(this RecurrentKind kind) => kind == RecurrentKind.Gru ? "gru" : "lstm";

    /// <summary>Goes through sequences, leaving padding out.</summary>
    /// <param name="network">GRU or LSTM, batch first.</param>
    /// <param name="sequence">(N, T, F).</param>
    /// <param name="mask">(N, T) of truth values, false where a step is padding; null where none is.</param>
    /// <returns>The last layer's output at every step (N, T, D · hidden), zeros at padding, and after its last step (N, D · hidden); D is 2 in both directions, else 1.</returns>
    public static (Tensor Output, Tensor Last) Read(this Recurrent network, Tensor sequence, Tensor? mask)
    {
        using var scope = new TensorScope();
        var (output, state) = network switch
        {
            GRU gru => gru.Forward(sequence, mask: mask),
            LSTM lstm => Hidden(lstm.Forward(sequence, mask: mask)),
            _ => throw new InvalidOperationException($"no recurrent network is a {network.GetType().Name}"),
        };                                                                                       // (layers · D, N, hidden)
        var last = network.Options.Bidirectional ? Ops.Cat([state.Select(0, -2), state.Select(0, -1)], 1) : state.Select(0, -1);
        return (scope.Return(output), scope.Return(last));
    }

    private static (Tensor Output, Tensor State) Hidden((Tensor Output, LSTMState State) result) => (result.Output, result.State.Hidden);
}
