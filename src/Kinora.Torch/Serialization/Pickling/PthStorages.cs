namespace Kinora.Torch.Serialization.Pickling;

/// <summary>The class of a storage, as pickles name it: <c>torch.FloatStorage</c>.</summary>
internal sealed record StorageType(DType Type);

/// <summary>Elements <paramref name="Start"/> to <paramref name="Start"/> + <paramref name="Count"/> of a storage.</summary>
internal sealed record StorageSlice(Tensor Elements, long Start, long Count);

/// <summary>The storages of one file by key. Several tensors may share one, as views.</summary>
internal abstract class PthStorages(long fileLength)
{
    private readonly Dictionary<string, StorageSlice> byKey = [];
    private long total;

    /// <summary>
    /// What a persistent id stands for: (<c>'storage'</c>, class, key, place, number of elements) and, in the legacy format,
    /// None or (key of the view, first element, number of elements). The place (cpu, cuda:0) is of no concern: all is read to the CPU.
    /// </summary>
    public StorageSlice Resolve(object? id)
    {
        if (id is not object?[] parts || parts is not ["storage", StorageType type, string key, string, long count, ..])
        {
            throw new InvalidDataException("damaged: its pickle refers to something that is no storage");
        }

        var whole = Whole(key, type.Type, count);
        return parts[5..] switch
        {
            [] or [null] => whole,
            [object?[] and [_, long start, long length]] when start >= 0 && length >= 0 && start <= count && length <= count - start
                => new StorageSlice(whole.Elements, start, length),
            _ => throw new InvalidDataException($"damaged: a view of storage '{key}' does not lie within it"),
        };
    }

    /// <summary>Keys in the order they were first asked for.</summary>
    protected IReadOnlyDictionary<string, StorageSlice> ByKey => byKey;

    /// <summary>Gives the elements of a storage, filled now or later.</summary>
    protected abstract Tensor Open(string key, DType type, long count, long bytes);

    private StorageSlice Whole(string key, DType type, long count)
    {
        if (byKey.TryGetValue(key, out var known))
        {
            return known.Count == count && known.Elements.DType == type
                ? known
                : throw new InvalidDataException($"damaged: storage '{key}' is announced twice with different types or sizes");
        }

        // All storages together fit into the file, or it does not hold them: no announced size can exhaust memory.
        var bytes = TensorSize.Bytes(type, [count]);
        if (bytes is null || bytes > fileLength - total)
        {
            throw new InvalidDataException($"cut short or damaged: storage '{key}' should have {count} elements, more than the file can hold");
        }

        total += bytes.Value;
        return byKey[key] = new StorageSlice(Open(key, type, count, bytes.Value), 0, count);
    }
}
