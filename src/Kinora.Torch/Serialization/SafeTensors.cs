namespace Kinora.Torch.Serialization;

/// <summary>The content of a safetensors file, in the order of its header.</summary>
/// <param name="Metadata">Free text by key.</param>
/// <param name="Tensors">Tensors by name, on the CPU; they belong to the scope open at loading, like any others.</param>
public sealed record SafeTensorsFile(IReadOnlyDictionary<string, string> Metadata, IReadOnlyDictionary<string, Tensor> Tensors) : IDisposable
{
    /// <summary>Frees all tensors of the file, earlier than their scope would.</summary>
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values)
        {
            tensor.Dispose();
        }
    }
}

/// <summary>Reads and writes safetensors files: https://github.com/huggingface/safetensors.</summary>
public static class SafeTensors
{
    /// <summary>
    /// Writes all tensors, or nothing: the file appears, or replaces the one before, when it is complete and on the disk.
    /// The header keeps the given order of tensors and metadata; the data is ordered by size of element, so that each tensor is
    /// aligned. Same input, same bytes.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="tensors">Tensors by name, of any shape, strides and device.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <exception cref="WeightsException">The file cannot be written, or a tensor has the reserved name <c>__metadata__</c>.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var data = tensors.OrderByDescending(item => item.Value.DType.Size()).ToArray();
        var placed = new Dictionary<string, SafeTensorsEntry>();
        var end = 0L;
        foreach (var (name, tensor) in data)
        {
            if (SafeTensorsHeader.IsReserved(name))
            {
                throw new WeightsException($"{path}: not saved: a tensor cannot be named '{name}'");
            }

            var bytes = tensor.ElementCount * tensor.DType.Size();
            placed.Add(name, new SafeTensorsEntry(name, tensor.DType, tensor.Shape, end, bytes));
            end += bytes;
        }

        var header = SafeTensorsHeader.Write(tensors.Keys.Select(name => placed[name]), metadata ?? new Dictionary<string, string>());
        WeightsFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (var (_, tensor) in data)
            {
                TensorBytes.Write(tensor, stream);
            }
        });
    }

    /// <summary>Reads all tensors.</summary>
    /// <exception cref="WeightsException">No such file, no safetensors file, cut short or damaged.</exception>
    public static SafeTensorsFile Load(string path) => WeightsFile.Read(path, stream =>
    {
        using var scope = new TensorScope();
        var header = SafeTensorsHeader.Read(stream);
        var tensors = new OrderedDictionary<string, Tensor>();
        foreach (var entry in header.Entries)
        {
            var tensor = TensorBytes.Allocate(entry.Type, [.. entry.Shape]);
            stream.Position = entry.Offset;
            TensorBytes.Fill(tensor, stream);
            tensors.Add(entry.Name, tensor);
        }

        foreach (var tensor in tensors.Values)
        {
            scope.Return(tensor);
        }

        return new SafeTensorsFile(header.Metadata, tensors);
    });

    /// <summary>Reads and checks the header alone: names, types, shapes and metadata, without any tensor.</summary>
    /// <exception cref="WeightsException">No such file, no safetensors file, cut short or damaged.</exception>
    public static SafeTensorsHeader ReadHeader(string path) => WeightsFile.Read(path, SafeTensorsHeader.Read);
}
