using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace Kinora.Torch.Serialization;

/// <summary>One tensor as the header of a safetensors file announces it.</summary>
/// <param name="Name">Its key, for example <c>layer1.0.conv1.weight</c>.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its sizes; empty for a scalar.</param>
/// <param name="Offset">Where its bytes begin, counted from the start of the file.</param>
/// <param name="ByteCount">How many bytes it takes.</param>
public sealed record SafeTensorsEntry(string Name, DType Type, IReadOnlyList<long> Shape, long Offset, long ByteCount);

/// <summary>
/// What a safetensors file says about itself: free text by key, and its tensors in the order of the header.
/// Format: https://github.com/huggingface/safetensors (8 bytes length, JSON, then the tensors without gaps).
/// </summary>
public sealed record SafeTensorsHeader(IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<SafeTensorsEntry> Entries)
{
    private const string MetadataKey = "__metadata__";

    /// <summary>The limit of the format's own reader; a length above it is taken for another kind of file.</summary>
    private const long MaximumLength = 100_000_000;

    internal static SafeTensorsHeader Read(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (stream.Length < prefix.Length)
        {
            throw new InvalidDataException($"no safetensors file: it has {stream.Length} bytes, the format begins with 8 bytes of header length");
        }

        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length is < 2 or > MaximumLength)
        {
            throw new InvalidDataException($"no safetensors file: its first 8 bytes give a header of {length} bytes, expected 2 to {MaximumLength}");
        }

        if ((long)length > stream.Length - prefix.Length)
        {
            throw new InvalidDataException($"the header should have {length} bytes but only {stream.Length - prefix.Length} follow: cut short, or no safetensors file");
        }

        var json = new byte[length];
        stream.ReadExactly(json);
        return Parse(json, prefix.Length + (long)length, stream.Length);
    }

    /// <summary>The header's bytes, padded with spaces so that data begins at a multiple of 8, as the format's own writer does.</summary>
    internal static byte[] Write(IEnumerable<SafeTensorsEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        buffer.Write(stackalloc byte[8]);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata)
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            foreach (var entry in entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", SafeTensorsType.NameOf(entry.Type));
                WriteNumbers(json, "shape", entry.Shape);
                WriteNumbers(json, "data_offsets", [entry.Offset, entry.Offset + entry.ByteCount]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        var bytes = buffer.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - 8);
        return bytes;
    }

    internal static bool IsReserved(string name) => name == MetadataKey;

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static SafeTensorsHeader Parse(byte[] json, long dataStart, long fileLength)
    {
        if (json[0] != (byte)'{' || !Utf8.IsValid(json))
        {
            throw new InvalidDataException("no safetensors file: where its header should be there is no JSON text");
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var metadata = new Dictionary<string, string>();
            var entries = new List<SafeTensorsEntry>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == MetadataKey)
                {
                    ReadMetadata(property.Value, metadata);
                }
                else
                {
                    entries.Add(ReadEntry(property.Name, property.Value, dataStart));
                }
            }

            RequireSeamless(entries, dataStart, fileLength);
            return new SafeTensorsHeader(metadata, entries);
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that holds half a surrogate pair cannot become text.
            throw new InvalidDataException($"its header is damaged: {OneLine(cause.Message)}", cause);
        }
    }

    private static void ReadMetadata(JsonElement element, Dictionary<string, string> metadata)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"its header is damaged: {MetadataKey} is {Kind(element)}, expected an object of texts");
        }

        foreach (var property in element.EnumerateObject())
        {
            metadata[property.Name] = property.Value.ValueKind == JsonValueKind.String
                ? property.Value.GetString()!
                : throw new InvalidDataException($"its header is damaged: {MetadataKey} '{property.Name}' is {Kind(property.Value)}, expected a text");
        }
    }

    private static SafeTensorsEntry ReadEntry(string name, JsonElement element, long dataStart)
    {
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty("dtype", out var typeName) || typeName.ValueKind != JsonValueKind.String
            || !element.TryGetProperty("shape", out var shapeElement)
            || !element.TryGetProperty("data_offsets", out var offsetElement))
        {
            throw new InvalidDataException($"its header is damaged: tensor '{name}' needs dtype, shape and data_offsets");
        }

        var type = SafeTensorsType.Parse(typeName.GetString()!, name);
        var shape = Numbers(shapeElement, name, "shape");
        var offsets = Numbers(offsetElement, name, "data_offsets");
        if (offsets.Length != 2 || offsets[0] > offsets[1])
        {
            throw new InvalidDataException($"its header is damaged: tensor '{name}' has data_offsets [{string.Join(", ", offsets)}], expected a begin and an end");
        }

        var expected = TensorSize.Bytes(type, shape)
            ?? throw new InvalidDataException($"its header is damaged: tensor '{name}' has the impossible shape {OneLine(shapeElement.GetRawText())}");
        return expected == offsets[1] - offsets[0]
            ? new SafeTensorsEntry(name, type, shape, dataStart + offsets[0], expected)
            : throw new InvalidDataException($"its header is damaged: tensor '{name}', {typeName.GetString()} [{string.Join(", ", shape)}], takes {expected} bytes but its data_offsets span {offsets[1] - offsets[0]}");
    }

    private static long[] Numbers(JsonElement element, string name, string key)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw new InvalidDataException($"its header is damaged: {key} of tensor '{name}' is {Kind(element)}, expected a list of numbers");
        }

        var numbers = new List<long>();
        foreach (var item in element.EnumerateArray())
        {
            // Half of the range, so that sums of two cannot overflow.
            numbers.Add(item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) && number is >= 0 and <= long.MaxValue / 2
                ? number
                : throw new InvalidDataException($"its header is damaged: {key} of tensor '{name}' holds {OneLine(item.GetRawText())}, expected whole numbers from 0 up"));
        }

        return [.. numbers];
    }

    /// <summary>The format wants every byte of the data to belong to exactly one tensor.</summary>
    private static void RequireSeamless(List<SafeTensorsEntry> entries, long dataStart, long fileLength)
    {
        var end = dataStart;
        var before = "the header";
        foreach (var entry in entries.OrderBy(entry => entry.Offset).ThenBy(entry => entry.ByteCount))
        {
            if (entry.Offset != end)
            {
                var what = entry.Offset < end ? "they overlap" : "bytes between them belong to no tensor";
                throw new InvalidDataException($"its header is damaged: '{entry.Name}' begins at byte {entry.Offset} but {before} ends at {end}: {what}");
            }

            end = entry.Offset + entry.ByteCount;
            before = $"'{entry.Name}'";
        }

        if (end != fileLength)
        {
            throw new InvalidDataException(fileLength < end
                ? $"cut short: its tensors end at byte {end}, the file at {fileLength}; copy or download it again"
                : $"damaged: its tensors end at byte {end}, yet the file goes on to {fileLength}");
        }
    }

    private static string Kind(JsonElement element) => element.ValueKind.ToString().ToLowerInvariant();

    private static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= 200 ? line : line[..200] + "...";
    }
}
