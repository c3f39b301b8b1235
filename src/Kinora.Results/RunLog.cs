using System.Text.Json;

namespace Kinora.Results;

/// <summary>
/// <c>log.jsonl</c>: one JSON object per line, only ever appended, each line with the system before the next begins.
/// A line that a killed process left unfinished is dropped when the log is next opened.
/// </summary>
public sealed class RunLog : IDisposable
{
    private readonly FileStream file;
    private readonly Lock gate = new();

    private RunLog(FileStream file) => this.file = file;

    /// <summary>Bytes of the lines so far.</summary>
    public long Bytes => file.Position;

    /// <summary>Opens the log of a run, to be continued where it ends.</summary>
    /// <param name="path">The file, made when absent.</param>
    /// <param name="bytes">From <see cref="Bytes"/>: lines after these are dropped, for they tell of what is done again; null keeps all.</param>
    /// <exception cref="ResultsException">The file cannot be written.</exception>
    public static RunLog Open(string path, long? bytes = null)
    {
        path = Path.GetFullPath(path);
        try
        {
            // No buffer: each line goes to the system in one call.
            var opened = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            opened.SetLength(Math.Min(bytes ?? opened.Length, opened.Length));
            opened.SetLength(EndOfLastLine(opened));
            opened.Seek(0, SeekOrigin.End);
            return new RunLog(opened);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.CannotWrite(path, error);
        }
    }

    /// <summary>Appends one line. Safe from several threads.</summary>
    /// <exception cref="ResultsException">The line cannot be written; the log then ends with the line before.</exception>
    public void Append(LogEvent entry)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, ResultsJson.Lines.LogEvent), (byte)'\n'];
        lock (gate)
        {
            var end = file.Position;
            try
            {
                file.Write(line);
            }
            catch (IOException error)
            {
                file.SetLength(end);
                throw AtomicFile.CannotWrite(file.Name, error);
            }
        }
    }

    /// <summary>All events of a log, oldest first.</summary>
    /// <exception cref="ResultsException">There is no such file, or a line is no event.</exception>
    public static IReadOnlyList<LogEvent> Read(string path)
    {
        using var reader = new StreamReader(AtomicFile.Read(path, "training writes it"));
        var lines = reader.ReadToEnd().Split('\n');
        var events = new List<LogEvent>();

        // What follows the last line break is empty, or the line of a process that was killed.
        for (var number = 0; number < lines.Length - 1; number++)
        {
            try
            {
                events.Add(JsonSerializer.Deserialize(lines[number], ResultsJson.Lines.LogEvent) ?? throw new JsonException("null"));
            }
            catch (Exception error) when (error is JsonException or NotSupportedException)
            {
                throw new ResultsException($"{path}, line {number + 1} is no event of a log: {error.Message}", error);
            }
        }

        return events;
    }

    public void Dispose() => file.Dispose();

    private static long EndOfLastLine(FileStream file)
    {
        for (var end = file.Length; end > 0; end--)
        {
            file.Position = end - 1;
            if (file.ReadByte() == '\n')
            {
                return end;
            }
        }

        return 0;
    }
}
