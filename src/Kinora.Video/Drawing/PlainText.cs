using System.Text;

namespace Kinora.Video.Drawing;

/// <summary>Text as <see cref="Canvas"/> can draw it: printable ASCII.</summary>
public static class PlainText
{
    // U+00C0 to U+00FF without their marks.
    private const string Latin1 = "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty";

    /// <summary>Takes the marks off Latin letters (é is e); every other character that is not printable ASCII becomes a question mark.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // A mark that follows its letter, as file names from macOS have it, is dropped like the others.
            if (rune.Value is >= 0x300 and <= 0x36F)
            {
                continue;
            }

            plain.Append(rune.Value switch
            {
                >= ' ' and <= '~' => (char)rune.Value,
                >= 0xC0 and <= 0xFF => Latin1[rune.Value - 0xC0],
                _ => '?',
            });
        }

        return plain.ToString();
    }
}
