using Kinora.Torch.Layers;

namespace Kinora.Torch.Recording;

/// <summary>
/// The operators that a computation called, in order, with their arguments and the shapes of their results:
/// <code>
/// model.Eval();
/// using var noGrad = Autograd.NoGrad();
/// var graph = Graph.Record(model, [clips], () => model.Forward(clips));
/// </code>
/// A graph holds no tensor. It is that of one shape: what a computation decides by looking at sizes is decided in it. It does not
/// know that tensors share memory: a write through a view makes a new value of the view, not of what is viewed.
/// </summary>
public sealed class Graph
{
    private Graph(IReadOnlyList<GraphValue> inputs, IReadOnlyList<GraphNode> nodes, GraphValue output)
    {
        Inputs = inputs;
        Nodes = nodes;
        Output = output;
    }

    /// <summary>The tensors given to <see cref="Record"/>, in their order.</summary>
    public IReadOnlyList<GraphValue> Inputs { get; }

    /// <summary>The calls, in order.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>What the computation returned.</summary>
    public GraphValue Output { get; }

    /// <summary>Runs a computation and notes the operators it calls on this thread. Its result is freed.</summary>
    /// <param name="module">Its parameters and buffers are known by their names in the graph.</param>
    /// <param name="inputs">The tensors that are the computation's inputs; others it did not make are <see cref="GraphValueKind.Constant"/>.</param>
    /// <param name="run">The computation. Training mode and autograd are the caller's to choose.</param>
    /// <exception cref="InvalidOperationException">This thread is recording already.</exception>
    public static Graph Record(Module module, IReadOnlyList<Tensor> inputs, Func<Tensor> run)
    {
        using var scope = new TensorScope();
        using var recorder = Recorder.Start();
        foreach (var (name, value) in module.NamedParameters())
        {
            recorder.Know(value, GraphValueKind.Parameter, name);
        }

        foreach (var (name, value) in module.NamedBuffers())
        {
            recorder.Know(value, GraphValueKind.Buffer, name);
        }

        GraphValue[] given = [.. inputs.Select((input, i) => recorder.Know(input, GraphValueKind.Input, $"input{i}"))];
        var output = recorder.Find(run());
        return new Graph(given, recorder.Nodes, output);
    }
}
