using System.Numerics;
using Kinora.Torch.Serialization.Pickling;

namespace Kinora.Torch.Serialization;

/// <summary>
/// What <c>torch.save</c> wrote, in the zip format or the one before PyTorch 1.6. Tensors come to the CPU, without gradients;
/// views keep their strides and share memory as they did. Nothing of Python is run: tensors, containers, text and numbers are
/// read, any other class or function is refused by name.
/// The tensors belong to the scope open at loading, like any others; disposing the file frees all of them earlier.
/// </summary>
public sealed class PthFile : IDisposable
{
    private static readonly BigInteger Magic = BigInteger.Parse("1950a86a20f9469cfc6c", System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture);

    private readonly string path;
    private readonly IReadOnlyList<Tensor> loaded;

    private PthFile(string path, object? value, IReadOnlyList<Tensor> tensors)
    {
        this.path = path;
        Value = value;
        loaded = tensors;
    }

    /// <summary>
    /// The saved object: null, <see cref="bool"/>, <see cref="long"/>, <see cref="BigInteger"/>, <see cref="double"/>,
    /// <see cref="string"/>, byte[], List&lt;object?&gt; (list), object?[] (tuple), OrderedDictionary&lt;object, object?&gt;
    /// (dict, OrderedDict), HashSet&lt;object&gt; (set, frozenset), long[] (torch.Size), <see cref="DType"/> or <see cref="Tensor"/>.
    /// Keys are text, numbers or truth values.
    /// </summary>
    public object? Value { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="WeightsException">No such file, cut short, damaged, or something in it is refused.</exception>
    public static PthFile Load(string path) => WeightsFile.Read(path, stream =>
    {
        using var scope = new TensorScope();
        var tensors = new List<Tensor>();
        var value = Read(stream, tensors);
        foreach (var tensor in tensors)
        {
            scope.Return(tensor);
        }

        return new PthFile(path, value, tensors);
    });

    /// <summary>
    /// The file's weights by name: the saved dictionary itself when it maps names to tensors, or the one under
    /// <c>state_dict</c>, <c>model_state_dict</c> or <c>model</c> (such may nest).
    /// </summary>
    /// <exception cref="WeightsException">There is no such dictionary.</exception>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var value = Value;
        for (var depth = 0; depth < 4 && value is OrderedDictionary<object, object?> dictionary; depth++)
        {
            if (dictionary.All(item => item is { Key: string, Value: Tensor }))
            {
                var weights = new OrderedDictionary<string, Tensor>();
                foreach (var (name, tensor) in dictionary)
                {
                    weights.Add((string)name, (Tensor)tensor!);
                }

                return weights;
            }

            var inner = Array.Find(["state_dict", "model_state_dict", "model"], name => dictionary.TryGetValue(name, out var candidate)
                && candidate is OrderedDictionary<object, object?>);
            if (inner is null)
            {
                var odd = dictionary.First(item => item is not { Key: string, Value: Tensor });
                throw new WeightsException($"{path}: holds no state dict: a dictionary of {dictionary.Count} entries in which '{odd.Key}' is {PickleContainers.Describe(odd.Value)}, and nothing under state_dict, model_state_dict or model");
            }

            value = dictionary[inner];
        }

        throw new WeightsException($"{path}: holds no state dict but {PickleContainers.Describe(value)}");
    }

    /// <summary>Frees all tensors of the file.</summary>
    public void Dispose()
    {
        foreach (var tensor in loaded)
        {
            tensor.Dispose();
        }
    }

    private static object? Read(FileStream stream, List<Tensor> tensors)
    {
        var start = new byte[Math.Min(262, stream.Length)];
        stream.ReadExactly(start);
        stream.Position = 0;
        return start.AsSpan() switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] => ReadZip(stream, tensors),
            [0x80 or (byte)'L', ..] => ReadLegacy(stream, tensors),
            [.., (byte)'u', (byte)'s', (byte)'t', (byte)'a', (byte)'r'] =>
                throw new InvalidDataException("a tar archive, as PyTorch before 0.2 wrote: load it in a newer PyTorch and save again"),
            [] => throw new InvalidDataException("no PyTorch file: it is empty"),
            _ => throw new InvalidDataException("no PyTorch file: it begins neither as a zip archive nor as a pickle"),
        };
    }

    private static object? ReadZip(FileStream stream, List<Tensor> tensors)
    {
        using var archive = new PthArchive(stream);
        if (archive.Has("constants.pkl"))
        {
            throw new InvalidDataException("a TorchScript archive (a program), not weights: load it in PyTorch with torch.jit.load and save its state dict");
        }

        if (archive.Has("byteorder"))
        {
            using var reader = new StreamReader(archive.Record("byteorder").Open());
            var order = new char[8];
            if (new string(order, 0, reader.ReadBlock(order)) != "little")
            {
                throw new InvalidDataException("written by a big-endian machine: load it there and save its state dict on a little-endian one");
            }
        }

        var record = archive.Record("data.pkl");
        if (record.Length > Math.Min(stream.Length, Unpickler.MaximumLength))
        {
            throw new InvalidDataException($"refused: its pickle should have {record.Length} bytes, more than the file or the limit of {Unpickler.MaximumLength}");
        }

        var bytes = new byte[record.Length];
        using (var content = record.Open())
        {
            content.ReadExactly(bytes);
        }

        using var pickle = new MemoryStream(bytes);
        var storages = new ZipStorages(archive, stream.Length);
        return new Unpickler(pickle, new PthGlobals(tensors).Find, storages.Resolve).Load();
    }

    /// <summary>Five pickles one after the other (magic number, protocol, machine, value, keys of storages), then the storages.</summary>
    private static object? ReadLegacy(FileStream stream, List<Tensor> tensors)
    {
        if (!Magic.Equals(ReadPlain(stream)))
        {
            throw new InvalidDataException("no PyTorch file: a pickle that does not begin with PyTorch's magic number");
        }

        if (ReadPlain(stream) is not 1001L)
        {
            throw new InvalidDataException("damaged: its protocol is not 1001, the only one of PyTorch's legacy format");
        }

        if (ReadPlain(stream) is not OrderedDictionary<object, object?> machine || !machine.TryGetValue("little_endian", out var little) || little is not bool)
        {
            throw new InvalidDataException("damaged: it does not say on what machine it was written");
        }

        if (little is false)
        {
            throw new InvalidDataException("written by a big-endian machine: load it there and save its state dict on a little-endian one");
        }

        var storages = new LegacyStorages(stream.Length);
        var value = new Unpickler(stream, new PthGlobals(tensors).Find, storages.Resolve).Load();
        storages.Fill(ReadPlain(stream), stream);
        return value;
    }

    /// <summary>A pickle without tensors.</summary>
    private static object? ReadPlain(FileStream stream) => new Unpickler(
        stream,
        new PthGlobals([]).Find,
        _ => throw new InvalidDataException("damaged: storages are used where there are none")).Load();
}
