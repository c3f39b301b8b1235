using System.IO.Compression;

namespace Kinora.Torch.Serialization.Pickling;

/// <summary>Storages of the zip format: one uncompressed record each, <c>NAME/data/KEY</c>.</summary>
internal sealed class ZipStorages(PthArchive archive, long fileLength) : PthStorages(fileLength)
{
    protected override Tensor Open(string key, DType type, long count, long bytes)
    {
        var record = archive.Record($"data/{key}");
        if (record.Length != bytes)
        {
            throw new InvalidDataException($"cut short or damaged: storage '{key}' should have {bytes} bytes, its record has {record.Length}");
        }

        var elements = TensorBytes.Allocate(type, [count]);
        using var stream = record.Open();
        TensorBytes.Fill(elements, stream);
        return elements;
    }
}

/// <summary>The zip archive that PyTorch 1.6 and later write: everything lies in one folder, nothing is compressed.</summary>
internal sealed class PthArchive : IDisposable
{
    private readonly ZipArchive zip;
    private readonly Dictionary<string, ZipArchiveEntry> records = [];

    public PthArchive(Stream stream)
    {
        zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in zip.Entries)
        {
            records.TryAdd(entry.FullName[(entry.FullName.IndexOf('/', StringComparison.Ordinal) + 1)..], entry);
        }
    }

    public bool Has(string name) => records.ContainsKey(name);

    public ZipArchiveEntry Record(string name)
    {
        if (!records.TryGetValue(name, out var entry))
        {
            throw new InvalidDataException($"damaged, or a zip archive of another kind: it has no record '{name}'");
        }

        return entry.Length == entry.CompressedLength
            ? entry
            : throw new InvalidDataException($"its record '{name}' is compressed; PyTorch never compresses");
    }

    public void Dispose() => zip.Dispose();
}
