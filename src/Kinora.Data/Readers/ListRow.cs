using System.Globalization;
using Kinora.Video.Decoding;

namespace Kinora.Data.Readers;

/// <summary>One line of a list of clips.</summary>
/// <param name="VideoName">As it stands in the list.</param>
/// <param name="Label">The class.</param>
/// <param name="Group">The group; null without that column, or where the cell is empty.</param>
/// <param name="Split"><c>train</c>, <c>val</c>, <c>test</c>: the list's own, or the cell's; null without either.</param>
/// <param name="Span">The part from <c>start</c> to <c>end</c>, in seconds; null without these columns, or where both cells are empty.</param>
/// <param name="Place">"train.csv line 3".</param>
internal sealed record ListRow(string VideoName, string Label, string? Group, string? Split, VideoSpan? Span, string Place)
{
    /// <summary>Reads a list: a heading with the columns <c>video_name</c> and <c>label</c>, optionally <c>group</c>, <c>start</c>, <c>end</c> and <c>split</c>; others are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <param name="split">The part that the whole list belongs to; null where a column may say it.</param>
    /// <exception cref="DataException">The heading or a line is not as it should be; the message has the line's number.</exception>
    public static IEnumerable<ListRow> ReadAll(string path, string? split)
    {
        Columns? columns = null;
        foreach (var line in TableLine.ReadAll(path))
        {
            if (columns is null)
            {
                columns = Columns.Of(line, path, split);
            }
            else
            {
                yield return columns.Read(line, path, split);
            }
        }

        if (columns is null)
        {
            throw new DataException($"{path} is empty; expected the heading video_name{TableLine.Separator(path)}label and a line for each clip");
        }
    }

    private sealed record Columns(int Count, int Video, int Label, int Group, int Split, int Start, int End)
    {
        public static Columns Of(TableLine heading, string path, string? split)
        {
            var names = heading.Cells.Select(cell => cell.ToLowerInvariant()).ToList();
            var columns = new Columns(names.Count, names.IndexOf("video_name"), names.IndexOf("label"), names.IndexOf("group"), split is null ? names.IndexOf("split") : -1, names.IndexOf("start"), names.IndexOf("end"));
            return columns.Video >= 0 && columns.Label >= 0
                ? columns
                : throw new DataException($"{path} line {heading.Number} reads '{heading.Text}'; expected a heading with the columns video_name and label, optionally group, start, end{(split is null ? " and split" : "")}");
        }

        public ListRow Read(TableLine line, string path, string? split)
        {
            if (line.Cells.Length != Count)
            {
                throw new DataException($"{path} line {line.Number} has {Words.Count(line.Cells.Length, "column")}, the heading has {Count}: '{line.Text}'; put names that hold a separator in double quotes");
            }

            var (video, label) = (line.Cells[Video], line.Cells[Label]);
            if (video.Length == 0 || label.Length == 0)
            {
                throw new DataException($"{path} line {line.Number} has no {(video.Length == 0 ? "video_name" : "label")}: '{line.Text}'; complete it or take it out");
            }

            var part = Cell(line, Split);
            if (part is not null && SplitNames.Parse(part) is null)
            {
                throw new DataException($"{path} line {line.Number} has the split '{part}'; expected train, val or test");
            }

            return new ListRow(video, label, Cell(line, Group), split ?? (part is null ? null : SplitNames.Parse(part)), Part(line, path), $"{Path.GetFileName(path)} line {line.Number}");
        }

        private SecondsSpan? Part(TableLine line, string path)
        {
            var (start, end) = (Seconds(line, Start, "start", path), Seconds(line, End, "end", path));
            return (start, end) switch
            {
                (null, null) => null,
                _ when end <= (start ?? 0) => throw new DataException($"{path} line {line.Number} ends at {end} s and starts at {start ?? 0} s: '{line.Text}'; expected an end after the start"),
                _ => new SecondsSpan(start ?? 0, end),
            };
        }

        private static double? Seconds(TableLine line, int column, string name, string path) => Cell(line, column) switch
        {
            null => null,
            var text when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e8 => seconds,
            var text => throw new DataException($"{path} line {line.Number} has the {name} '{text}'; expected seconds, such as 2.5"),
        };

        private static string? Cell(TableLine line, int column) => column < 0 || line.Cells[column].Length == 0 ? null : line.Cells[column];
    }
}
