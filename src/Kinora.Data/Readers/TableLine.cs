using System.Text;
using CsvHelper;

namespace Kinora.Data.Readers;

/// <summary>One line of a table: .csv with commas, .tsv with tabs.</summary>
/// <param name="Cells">Unquoted, without the spaces around them.</param>
/// <param name="Number">The line of the file that it begins on, from 1.</param>
/// <param name="Text">As it stands in the file.</param>
internal sealed record TableLine(string[] Cells, long Number, string Text)
{
    /// <summary>Reads a table in UTF-8, quoted as RFC 4180 has it, a heading like any other line; empty lines are passed over.</summary>
    /// <exception cref="DataException">The file cannot be read, or a quotation mark stands where none may.</exception>
    public static IEnumerable<TableLine> ReadAll(string path)
    {
        using var reader = Open(path);
        while (Next(reader, path))
        {
            var cells = new string[reader.FieldCount];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = reader.GetString(i);
            }

            yield return new TableLine(cells, reader.LineNumber, Encoding.UTF8.GetString(reader.RawRecord));
        }
    }

    /// <summary>What separates the cells of a table.</summary>
    public static char Separator(string path) => path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ',';

    private static CsvReader Open(string path)
    {
        try
        {
            return CsvReader.FromFile(path, new CsvReaderOptions
            {
                Separator = Separator(path),
                HasHeader = false,
                TrackLineNumbers = true,
                TrimWhitespace = true,
                MalformedData = CsvMalformedDataHandling.Throw,
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static bool Next(CsvReader reader, string path)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException e)
        {
            throw new DataException($"{path} line {e.LineNumber} cannot be read: {e.Message.Split('\n')[0].Trim()}", e);
        }
    }
}
