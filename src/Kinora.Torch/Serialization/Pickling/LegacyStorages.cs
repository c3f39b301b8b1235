using System.Buffers.Binary;

namespace Kinora.Torch.Serialization.Pickling;

/// <summary>Storages of the format before PyTorch 1.6: they follow the pickle, so they are made first and filled at the end.</summary>
internal sealed class LegacyStorages(long fileLength) : PthStorages(fileLength)
{
    /// <summary>Reads what follows the list of keys: for each the number of its elements and the elements.</summary>
    public void Fill(object? keys, Stream stream)
    {
        if (keys is not List<object?> list)
        {
            throw new InvalidDataException("damaged: behind its pickle there is no list of storages");
        }

        Span<byte> length = stackalloc byte[8];
        var missing = ByKey.Keys.ToHashSet();
        foreach (var item in list)
        {
            if (item is not string key || !missing.Remove(key))
            {
                throw new InvalidDataException("damaged: its list of storages does not fit its pickle");
            }

            var storage = ByKey[key];
            stream.ReadExactly(length);
            var count = BinaryPrimitives.ReadInt64LittleEndian(length);
            if (count != storage.Count)
            {
                throw new InvalidDataException($"damaged: storage '{key}' should have {storage.Count} elements, it has {count}");
            }

            TensorBytes.Fill(storage.Elements, stream);
        }

        if (missing.Count > 0)
        {
            throw new InvalidDataException($"damaged: {missing.Count} of its storages are missing, one of them '{missing.First()}'");
        }
    }

    protected override Tensor Open(string key, DType type, long count, long bytes) => TensorBytes.Allocate(type, [count]);
}
