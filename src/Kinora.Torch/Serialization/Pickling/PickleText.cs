using System.Globalization;
using System.Text;

namespace Kinora.Torch.Serialization.Pickling;

/// <summary>The escaped texts of protocol 0.</summary>
internal static class PickleText
{
    /// <summary>A Python 2 string literal such as <c>'it\'s'</c>.</summary>
    public static string Quoted(string literal)
    {
        if (literal.Length < 2 || literal[0] is not ('\'' or '"') || literal[^1] != literal[0])
        {
            throw new InvalidDataException("damaged: a text in its pickle has no quotes");
        }

        return Unescape(literal[1..^1], "\\'\"nrtx");
    }

    /// <summary>Python's raw-unicode-escape: only <c>\uXXXX</c> and <c>\UXXXXXXXX</c> are escapes.</summary>
    public static string RawUnicode(string line) => Unescape(line, "uU");

    private static string Unescape(string text, string escapes)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length || !escapes.Contains(text[i + 1], StringComparison.Ordinal))
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            var digits = text[i] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            if (digits == 0)
            {
                result.Append(text[i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', var plain => plain });
                continue;
            }

            // Half surrogates are taken as \uXXXX alone, as Python takes them; above 0x10FFFF nothing exists.
            if (i + digits >= text.Length
                || !uint.TryParse(text.AsSpan(i + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                || code > 0x10FFFF)
            {
                throw new InvalidDataException("damaged: a text in its pickle has a broken escape");
            }

            result.Append(code <= 0xFFFF ? ((char)code).ToString() : char.ConvertFromUtf32((int)code));
            i += digits;
        }

        return result.ToString();
    }
}
