namespace Kinora.Video.Augmentation;

/// <summary>Pillow's <c>Image.blend</c>, on which its <c>ImageEnhance</c> is built: float arithmetic, cut to whole numbers.</summary>
internal static class PillowBlend
{
    /// <summary>One byte: from the first at 0 to the second at 1, and on beyond.</summary>
    public static byte Of(byte from, byte to, float factor) => (byte)Math.Clamp(from + (factor * (to - from)), 0, 255);

    /// <summary>All bytes of clips of one shape.</summary>
    public static Frames Of(Frames from, Frames to, double factor)
    {
        var blended = new Frames(to.Count, to.Height, to.Width);
        for (var i = 0; i < blended.Pixels.Length; i++)
        {
            blended.Pixels[i] = Of(from.Pixels[i], to.Pixels[i], (float)factor);
        }

        return blended;
    }
}
