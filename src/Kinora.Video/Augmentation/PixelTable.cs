namespace Kinora.Video.Augmentation;

/// <summary>Changes every byte of a clip by a table.</summary>
internal static class PixelTable
{
    /// <summary>One table for all three channels.</summary>
    public static Frames Apply(Frames frames, Func<byte, byte> change)
    {
        var table = Of(change);
        return Apply(frames, table, table, table);
    }

    /// <summary>A table for each channel.</summary>
    public static Frames Apply(Frames frames, byte[] red, byte[] green, byte[] blue)
    {
        var changed = new Frames(frames.Count, frames.Height, frames.Width);
        for (var i = 0; i < changed.Pixels.Length; i += 3)
        {
            changed.Pixels[i] = red[frames.Pixels[i]];
            changed.Pixels[i + 1] = green[frames.Pixels[i + 1]];
            changed.Pixels[i + 2] = blue[frames.Pixels[i + 2]];
        }

        return changed;
    }

    /// <summary>The table of a function.</summary>
    public static byte[] Of(Func<byte, byte> change) => [.. Enumerable.Range(0, 256).Select(value => change((byte)value))];
}
