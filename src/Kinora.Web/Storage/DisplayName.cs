using System.Globalization;
using System.Text;

namespace Kinora.Web.Storage;

/// <summary>What a file that came with a request is called on pages and in answers. Never part of a path.</summary>
internal static class DisplayName
{
    private const int Longest = 120;

    /// <summary>The last part of the name, without what cannot be seen or would turn the text around; "video" where nothing is left.</summary>
    public static string Of(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var shown = new StringBuilder();
        foreach (var rune in last.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                continue;
            }

            if (shown.Length + rune.Utf16SequenceLength > Longest)
            {
                break;
            }

            shown.Append(rune);
        }

        var text = shown.ToString().Trim();
        return text.Length > 0 ? text : "video";
    }
}
