namespace Kinora.Reports.Charts;

/// <summary>How much room text needs, as far as that can be known without a font: the widths of DejaVu Sans, one of the widest.</summary>
internal static class TextWidth
{
    /// <summary>Width in pixels, rather too much than too little.</summary>
    /// <param name="text">One line.</param>
    /// <param name="size">Size of the font in pixels.</param>
    public static int Of(string text, double size) => (int)Math.Ceiling(size * text.Sum(Letter));

    /// <summary>The text, or its beginning and its end around "…" where it is longer than <paramref name="letters"/>: names of classes often differ at the end.</summary>
    public static string Shorten(string text, int letters)
    {
        var end = letters / 3;
        return text.Length <= letters ? text : $"{text[..(letters - 1 - end)]}…{text[^end..]}";
    }

    private static double Letter(char letter) => letter switch
    {
        'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '\'' or ' ' or '|' => 0.33,
        'f' or 't' or 'r' or '(' or ')' or '-' => 0.42,
        'm' or 'w' or 'M' or 'W' or '@' or '%' => 1,
        >= 'A' and <= 'Z' => 0.75,
        > '\u2E80' => 1,
        _ => 0.64,
    };
}
