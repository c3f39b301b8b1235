using Spectre.Console;

namespace Kinora.Cli.Verbs;

/// <summary>A table of texts as results are shown: a line below the headings, nothing else.</summary>
internal static class SimpleTable
{
    /// <summary>An empty one.</summary>
    public static Table Of(params IReadOnlyList<string> columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(column.EscapeMarkup());
        }

        return table;
    }

    /// <summary>Adds a row; what is null is shown as a hyphen.</summary>
    public static void Add(this Table table, params IReadOnlyList<string?> cells) => table.AddRow([.. cells.Select(cell => (cell ?? "-").EscapeMarkup())]);
}
