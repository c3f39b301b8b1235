using System.Globalization;
using System.Text;
using Kinora.Torch.Binding;

namespace Kinora.Torch.Recording;

/// <summary>
/// Notes what passes the gate on its thread until disposed. Tensors are told apart by their handles. A handle can come again
/// once its tensor is freed, so each that appears anew is a new value: as a result here, from elsewhere by <see cref="Forget"/>.
/// </summary>
internal sealed unsafe class Recorder : IDisposable
{
    [ThreadStatic]
    private static Recorder? current;

    private readonly Dictionary<nint, GraphValue> values = [];
    private readonly Dictionary<nint, OperatorSchema> schemas = [];
    private readonly List<GraphNode> nodes = [];
    private int count;

    private Recorder()
    {
    }

    /// <summary>The one at work on this thread, or null.</summary>
    public static Recorder? Current => current;

    public IReadOnlyList<GraphNode> Nodes => nodes;

    public static Recorder Start() =>
        current is null ? current = new Recorder() : throw new InvalidOperationException("this thread is recording already; a recording cannot run inside another");

    /// <summary>Names a tensor that was there before; one that has a name keeps it.</summary>
    public GraphValue Know(Tensor tensor, GraphValueKind kind, string name)
    {
        if (!values.TryGetValue(tensor.Handle, out var value))
        {
            values.Add(tensor.Handle, value = Describe(tensor.Handle, kind, name));
        }

        return value;
    }

    /// <summary>The present value of a tensor.</summary>
    public GraphValue Find(Tensor tensor) => Find(tensor.Handle);

    /// <summary>The handle is now that of a tensor which no operator made.</summary>
    public void Forget(nint handle) => values.Remove(handle);

    /// <summary>Notes a call that has been made; its results are still the caller's to take.</summary>
    public void Note(nint op, ReadOnlySpan<byte> declaration, Argument* arguments, int count, Argument* results, int room)
    {
        if (!schemas.TryGetValue(op, out var schema))
        {
            schemas.Add(op, schema = OperatorSchema.Parse(Encoding.UTF8.GetString(declaration)));
        }

        var given = new HashSet<nint>();
        var written = new List<nint>();
        var noted = new GraphArgument[count];
        for (var i = 0; i < count; i++)
        {
            var argument = schema.Arguments[i];
            noted[i] = new GraphArgument(argument.Name, arguments[i].Read(Given, argument.Default));

            GraphValue Given(nint handle)
            {
                given.Add(handle);
                if (argument.IsWritten)
                {
                    written.Add(handle);
                }

                return Find(handle);
            }
        }

        var made = new List<GraphValue>(written.Select(Appear));
        for (var i = 0; i < room; i++)
        {
            results[i].Read(Made, otherwise: null);
        }

        nodes.Add(new GraphNode(schema.Name, noted, made));

        GraphValue Made(nint handle)
        {
            // What comes out as it went in is the same tensor, not a new one at its place.
            var value = given.Contains(handle) ? Find(handle) : Appear(handle);
            made.Add(value);
            return value;
        }
    }

    public void Dispose() => current = null;

    private GraphValue Find(nint handle) =>
        values.TryGetValue(handle, out var value) ? value : values[handle] = Describe(handle, GraphValueKind.Constant, NextName());

    private GraphValue Appear(nint handle) => values[handle] = Describe(handle, GraphValueKind.Result, NextName());

    private string NextName() => string.Create(CultureInfo.InvariantCulture, $"%{count++}");

    private static GraphValue Describe(nint handle, GraphValueKind kind, string name)
    {
        var shape = new long[NativeMethods.Dim(handle)];
        fixed (long* p = shape)
        {
            NativeMethods.Shape(handle, p);
        }

        return new GraphValue(kind, name, shape, (DType)NativeMethods.DType(handle));
    }
}
