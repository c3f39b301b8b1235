using Kinora.Reports.Content;
using Kinora.Results;
using Kinora.Results.Descriptions;

namespace Kinora.Reports.Descriptions;

/// <summary>A described data set as one page that needs no network, no script and no other file.</summary>
public static class DescriptionFile
{
    private const int ClassesShown = 20;
    private const int FramesShown = 8;

    /// <summary>Writes the page, whole or not at all. The same description gives the same bytes.</summary>
    /// <param name="data">What to show.</param>
    /// <param name="path">The file.</param>
    /// <param name="root">The folder that the clips are named from; null shows no frames of clips.</param>
    /// <exception cref="ResultsException">The file cannot be written.</exception>
    public static async Task WriteAsync(DataDescription data, string path, string? root = null)
    {
        var html = await RenderAsync(data, root).ConfigureAwait(false);
        AtomicFile.WriteText(path, html);
    }

    /// <summary>The page.</summary>
    internal static async Task<string> RenderAsync(DataDescription data, string? root)
    {
        await using var renderer = new StaticRenderer();
        return await renderer.RenderAsync<DescriptionPage>(new Dictionary<string, object?>
        {
            [nameof(DescriptionPage.Data)] = data,
            [nameof(DescriptionPage.Histograms)] = await DrawnHistogram.OfAsync(renderer, data),
            [nameof(DescriptionPage.Pictures)] = root is null ? [] : Pictures(data, new FrameStrips(root)),
        });
    }

    private static IReadOnlyList<(DescribedClip Clip, FrameStrip Strip)> Pictures(DataDescription data, FrameStrips strips) =>
    [
        .. data.Clips.GroupBy(clip => clip.Label).Take(ClassesShown)
            .Select(label => label.OrderBy(clip => clip.Seconds).ThenBy(clip => clip.File, StringComparer.Ordinal).ElementAt(label.Count() / 2))
            .Select(clip => (clip, strips.Of(clip.File, FramesShown))),
    ];
}
