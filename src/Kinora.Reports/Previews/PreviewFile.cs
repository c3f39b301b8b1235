using Kinora.Reports.Content;
using Kinora.Results;
using Kinora.Video.Drawing;
using Kinora.Video.Writing;

namespace Kinora.Reports.Previews;

/// <summary>A row of the page.</summary>
/// <param name="Row">Its words.</param>
/// <param name="Strip">Its frames.</param>
public sealed record PreviewRow(SheetRow Row, Content.FrameStrip Strip);

/// <summary>Frames of clips as one page that needs no network, no script and no other file.</summary>
public static class PreviewFile
{
    private const int Quality = 88;

    /// <summary>Writes the page, whole or not at all. The same rows give the same bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Name of the data.</param>
    /// <param name="words">What is shown.</param>
    /// <param name="rows">The rows, from the top.</param>
    /// <exception cref="ResultsException">The file cannot be written.</exception>
    public static async Task WriteAsync(string path, string name, string words, IReadOnlyList<SheetRow> rows)
    {
        await using var renderer = new StaticRenderer();
        var html = await renderer.RenderAsync<PreviewPage>(new Dictionary<string, object?>
        {
            [nameof(PreviewPage.Name)] = name,
            [nameof(PreviewPage.Words)] = words,
            [nameof(PreviewPage.Rows)] = (PreviewRow[])[.. rows.Select(row => new PreviewRow(row, StripOf(row)))],
        }).ConfigureAwait(false);
        AtomicFile.WriteText(path, html);
    }

    private static Content.FrameStrip StripOf(SheetRow row) =>
        new([.. Enumerable.Range(0, row.Frames.Count).Select(t => PictureOf(row, t))], row.Frames.Count, null);

    private static FramePicture PictureOf(SheetRow row, int t)
    {
        var size = row.Frames.Size;
        return new FramePicture(row.Numbers[t], $"data:image/jpeg;base64,{Convert.ToBase64String(ImageFile.Jpeg(row.Frames[t], size, Quality))}", size.Width, size.Height)
        {
            IsPadding = row.IsPadding(t),
        };
    }
}
