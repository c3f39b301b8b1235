using Kinora.Video;
using Kinora.Video.Flow;
using Kinora.Video.Writing;

namespace Kinora.Data.Extraction;

/// <summary>The files of one video's flow, written as fields arrive.</summary>
internal sealed class FlowStore : IDisposable
{
    private readonly FlowExtraction how;
    private readonly string folder;
    private readonly FrameSize size;
    private readonly FlowArray.Writer? array;
    private readonly byte[] u;
    private readonly byte[] v;

    /// <param name="how">The format, and what belongs to it.</param>
    /// <param name="folder">Where.</param>
    /// <param name="size">Height and width of every field.</param>
    public FlowStore(FlowExtraction how, string folder, FrameSize size)
    {
        (this.how, this.folder, this.size) = (how, folder, size);
        array = how.Format == FlowFormat.Float16 ? new FlowArray.Writer(Path.Combine(folder, FlowExtraction.ArrayName), size) : null;
        var pixels = array is null ? size.Height * size.Width : 0;
        (u, v) = (new byte[pixels], new byte[pixels]);
    }

    /// <summary>Fields so far.</summary>
    public int Count { get; private set; }

    /// <summary>Files so far.</summary>
    public int Files => array is null ? 2 * Count : 1;

    /// <summary>Adds a field (H, W, 2), in pixels.</summary>
    public void Add(ReadOnlySpan<float> field)
    {
        if (array is not null)
        {
            array.Add(field);
        }
        else
        {
            FlowImages.Split(field, how.Bound, u, v);
            File.WriteAllBytes(Path.Combine(folder, FlowImages.NameOfU(Count)), ImageFile.GrayJpeg(u, size, how.Quality));
            File.WriteAllBytes(Path.Combine(folder, FlowImages.NameOfV(Count)), ImageFile.GrayJpeg(v, size, how.Quality));
        }

        Count++;
    }

    /// <summary>Completes the files.</summary>
    public void Finish() => array?.Finish();

    public void Dispose() => array?.Dispose();
}
