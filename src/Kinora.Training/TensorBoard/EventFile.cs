using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using Kinora.Results;
using Kinora.Training.TensorBoard.Messages;

namespace Kinora.Training.TensorBoard;

/// <summary>
/// One <c>events.out.tfevents</c> file, only ever appended. A record is the length of a message (uint64, little-endian), the
/// masked CRC-32C of these eight bytes, the message, and the masked CRC-32C of the message: TFRecord's form,
/// <see href="https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details"/>.
/// </summary>
internal sealed class EventFile : IDisposable
{
    private const string Prefix = "events.out.tfevents.";
    private readonly FileStream file;

    private EventFile(FileStream file) => this.file = file;

    /// <summary>Whether an earlier process wrote events into a folder.</summary>
    public static bool IsAnyIn(string folder) => Existing(folder).Length > 0;

    /// <summary>Begins a new file, whose name is after those of all files that are there: readers take them in this order.</summary>
    /// <param name="folder">Where; made when absent.</param>
    /// <param name="clock">Gives the seconds of its name.</param>
    public static EventFile Create(string folder, TimeProvider clock)
    {
        Directory.CreateDirectory(folder);
        var seconds = Math.Max(clock.GetUtcNow().ToUnixTimeSeconds(), Existing(folder).Select(SecondsOf).DefaultIfEmpty(0).Max() + 1);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{seconds:D10}.{Environment.MachineName}.{Environment.ProcessId}.0");

        // No buffer: each record is with the system before the next begins.
        var events = new EventFile(new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0));
        events.Append(new Event { WallTime = SecondsOf(clock.GetUtcNow()), FileVersion = "brain.Event:2" });
        return events;
    }

    /// <summary>A time as events have it.</summary>
    public static double SecondsOf(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>Appends one event.</summary>
    public void Append(Event entry)
    {
        var message = entry.ToByteArray();
        var record = new byte[sizeof(ulong) + sizeof(uint) + message.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Masked(record.AsSpan(0, 8)));
        message.CopyTo(record, 12);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + message.Length), Masked(message));
        file.Write(record);
    }

    public void Dispose() => file.Dispose();

    // A checksum of data that holds checksums should not be plain: rotated by 15 bits, and a constant added.
    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        const uint Delta = 0xA282EAD8;
        return unchecked(uint.RotateRight(Crc32C.Of(bytes), 15) + Delta);
    }

    private static string[] Existing(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, Prefix + "*") : [];

    private static long SecondsOf(string path) =>
        long.TryParse(Path.GetFileName(path)[Prefix.Length..].Split('.')[0], CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;
}
